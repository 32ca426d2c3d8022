const isKept =
  pm.environment.get("accessToken") &&
  pm.environment.get("accessTokenOwner") === tokenOwner &&
  Date.now() < pm.environment.get("accessTokenRenewAt");

if (!isKept && pm.request.auth?.type !== "noauth") {
  const { clientID, clientSecret } = pm.variables.toObject();
  const request = {
    url: pm.variables.replaceIn(`{{baseUrl}}${tokenPath}`),
    method: "POST",
    header: { "Content-Type": "application/json" },
    body: { mode: "raw", raw: JSON.stringify({ clientID, clientSecret, grantType: "client_credentials" }) },
  };
  pm.sendRequest(request, (error, answer) => {
    pm.test("The client gets an access token", () => {
      pm.expect(error).to.equal(null);
      pm.expect(answer.code, answer.text()).to.equal(200);
      keepToken(answer);
    });
  });
}
