from frictionless import Package

for row in Package("datapackage.json").get_resource("statements").read_rows():
    print(row["state_name"], row["paragraph_number"], row["note_issued"])
