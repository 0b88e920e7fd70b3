datasette {name}.sqlite
