const answer = documented[pm.response.code];

pm.test("The answer is a success", () => {
  pm.expect(pm.response.code, pm.response.text()).to.be.below(400);
});
pm.test("Its status is documented", () => {
  pm.expect(Object.keys(documented)).to.include(`${pm.response.code}`);
});
pm.test("Its headers are as documented", () => {
  for (const name of answer.headers) pm.response.to.have.header(name);
  if (answer.schema) pm.response.to.have.header("Content-Type", "application/json; charset=utf-8");
});
pm.test("Its body is as documented", () => {
  if (answer.schema) pm.response.to.have.jsonSchema({ ...answer.schema, components });
  else pm.expect(pm.response.text()).to.equal("");
});
