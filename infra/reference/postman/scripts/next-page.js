// There is no next page, or no page was read yet.
if (!pm.environment.get(nextPage)) pm.execution.skipRequest();
