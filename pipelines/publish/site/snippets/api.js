const answer = await fetch("{base}api/states/{state}.json");
const state = await answer.json();
for (const statement of state.statements) {
  console.log(statement.paragraph_number, statement.articles, statement.permalink);
}
