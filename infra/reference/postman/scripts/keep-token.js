// Keeps the access token of an answer of the token endpoint, to be renewed when three quarters of its life are over.
const tokenOwner = pm.variables.replaceIn("{{clientID}} at {{baseUrl}}");
const keepToken = (answer) => {
  const { accessToken, expiresIn } = answer.json().data;
  pm.environment.set("accessToken", accessToken);
  pm.environment.set("accessTokenOwner", tokenOwner);
  pm.environment.set("accessTokenRenewAt", Date.now() + expiresIn * 750);
};
