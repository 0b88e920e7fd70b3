import json
from urllib.request import urlopen

with urlopen("{base}api/states/{state}.json") as answer:
    state = json.load(answer)
for statement in state["statements"]:
    print(statement["paragraph_number"], statement["articles"], statement["permalink"])
