// Keeps the access token from the token endpoint's answer, and renews it after three quarters of its lifetime.
const tokenOwner = pm.variables.replaceIn("{{clientID}} at {{baseUrl}}");
const keepToken = (answer) => {
  const { accessToken, expiresIn } = answer.json().data;
  pm.environment.set("accessToken", accessToken);
  pm.environment.set("accessTokenOwner", tokenOwner);
  pm.environment.set("accessTokenRenewAt", Date.now() + expiresIn * 750);
};
