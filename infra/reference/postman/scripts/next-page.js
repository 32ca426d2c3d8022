// There is none, or no page was read yet.
if (!pm.environment.get("nextPage")) pm.execution.skipRequest();
