package <- frictionless::read_package("datapackage.json")
statements <- frictionless::read_resource(package, "statements")
