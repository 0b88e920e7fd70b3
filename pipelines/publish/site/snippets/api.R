state <- jsonlite::fromJSON("{base}api/states/{state}.json")
print(state$statements[, c("paragraph_number", "articles", "permalink")])
