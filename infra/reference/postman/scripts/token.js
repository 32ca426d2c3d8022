if (pm.response.code === 200) keepToken(pm.response);
