import pandas as pd

statements = pd.read_csv("data/statements.csv", parse_dates=["note_issued"])
print(statements.groupby("state_name").size())
