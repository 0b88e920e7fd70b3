curl --fail --silent {base}api/index.json
curl --fail --silent {base}api/states/{state}.json
