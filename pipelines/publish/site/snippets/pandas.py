import pandas as pd

# Codes are text: 032 keeps its zero.
statements = pd.read_csv("data/statements.csv", dtype={"articles": "string"}, parse_dates=["note_issued"])
print(statements.groupby("state_name").size())
