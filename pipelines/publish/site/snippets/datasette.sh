datasette {name}.sqlite --metadata {name}.metadata.json
