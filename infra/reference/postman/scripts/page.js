// If a token is refused before it expires, drop it: the next request gets a new one.
if (pm.response.code === 401) pm.environment.unset("accessToken");

const next = /<([^>]*)>; rel="next"/.exec(pm.response.headers.get("Link"))?.[1];

if (pm.response.code === 200) {
  const { data } = pm.response.json();
  // A company's list stands beside its totals.
  const records = Array.isArray(data) ? data : data.items;
  const total = Number(pm.response.headers.get("X-Total-Count"));
  const [page, pageSize] = ["page", "pageSize"].map((name) => Number(pm.request.url.query.get(name)));
  const before = (page - 1) * pageSize;
  pm.test("The page has all that fits, and no more", () => {
    pm.expect(records).to.have.lengthOf(Math.max(0, Math.min(pageSize, total - before)));
  });
  if (!Array.isArray(data)) {
    pm.test("Its totals are those of the headers", () => {
      const { currentPage, totalItems, totalPage } = data;
      pm.expect([currentPage, totalItems, totalPage]).to.eql([page, total, Math.ceil(total / pageSize)]);
    });
  }
  pm.test("Link leads to a next page exactly while there is more", () => {
    pm.expect(next !== undefined, `next, after ${before + records.length} of ${total}`).to.equal(
      before + pageSize < total,
    );
  });
}

// A run of the collection reads all pages: the next request follows the link to the next page.
if (next) {
  pm.environment.set(nextPage, next);
  pm.execution.setNextRequest(nextPageRequest);
} else {
  pm.environment.unset(nextPage);
}
