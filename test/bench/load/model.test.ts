import { describe, expect, it } from "vitest";
import { assignmentsOf } from "../../support/assignments.ts";
import { createListModel, type ListModel } from "./model.ts";

const OLD = assignmentsOf(12, "OLD");
const NEW = assignmentsOf(15, "NEW");
const bodyOf = (data: readonly unknown[]) => JSON.stringify({ status: "success", message: "Success", data });
const moment = async (): Promise<number> => {
  const now = performance.now();
  while (performance.now() === now) await Promise.resolve();
  return performance.now();
};

/** Whether the model takes an answer for possible; undefined while it cannot know. */
const seen = (model: ListModel, page: number, data: readonly unknown[], total: number, times: readonly number[]) => {
  const [sentAt = 0, answeredAt = 0] = times;
  let isWrong = false;
  const wrong = () => {
    isWrong = true;
  };
  model.observe({ page, pageSize: 10, body: bodyOf(data), total, sentAt, answeredAt, wrong });
  return () => isWrong;
};

/** A list that changed from OLD to NEW, and moments before, within and after the change. */
const changedList = async () => {
  const model = createListModel("v1", OLD);
  const before = await moment();
  const end = model.begin();
  const within = await moment();
  end({ from: "v1", to: "v2", records: NEW });
  return { model, before, within, after: await moment() };
};

describe("the model of a list", () => {
  it("takes either state while the change is under way, and the new one from when it is acknowledged", async () => {
    const { model, before, within, after } = await changedList();
    const page = (list: readonly unknown[]) => list.slice(0, 10);
    expect(seen(model, 1, page(OLD), 12, [before, before])()).toBe(false);
    expect(seen(model, 1, page(NEW), 15, [before, before])()).toBe(true);
    expect(seen(model, 1, page(OLD), 12, [before, within])()).toBe(false);
    expect(seen(model, 1, page(NEW), 15, [before, within])()).toBe(false);
    expect(seen(model, 1, page(NEW), 15, [after, after])()).toBe(false);
    expect(seen(model, 1, page(OLD), 12, [after, after])()).toBe(true);
  });

  it.each([
    ["a page of one state with the total of the other", 1, OLD.slice(0, 10), 15],
    ["records of both states", 1, [...OLD.slice(0, 5), ...NEW.slice(5, 10)], 15],
    ["a hole", 1, NEW.slice(0, 10).toSpliced(4, 1), 15],
    ["a removed tail", 2, NEW.slice(10, 13), 15],
    ["a deeper page that is longer than its total says", 2, NEW.slice(10), 12],
    ["a total that no state has", 2, NEW.slice(10, 13), 13],
    ["another list's records", 1, assignmentsOf(10, "OTHER"), 12],
  ])("never takes %s", async (_, page, data, total) => {
    const { model, before, after } = await changedList();
    expect(seen(model, page, data, total, [before, after])()).toBe(true);
  });

  it("judges no answer before every change is known that it may have seen", async () => {
    const model = createListModel("v1", OLD);
    const end = model.begin();
    const sentAt = await moment();
    const early = seen(model, 2, NEW.slice(10), 15, [sentAt, await moment()]);
    const never = seen(model, 2, NEW.slice(11), 15, [sentAt, await moment()]);
    expect([early(), never()]).toEqual([false, false]);
    end({ from: "v1", to: "v2", records: NEW });
    expect([early(), never()]).toEqual([false, true]);
  });

  it("follows changes whose acknowledgements overtake each other", async () => {
    const model = createListModel("v1", OLD);
    const [first, second] = [model.begin(), model.begin()];
    second({ from: "v2", to: "v3", records: NEW.slice(0, 5) });
    first({ from: "v1", to: "v2", records: NEW });
    expect(model.latest()).toBe(bodyOf(NEW.slice(0, 5)));
    const now = await moment();
    expect(seen(model, 1, NEW.slice(0, 5), 5, [now, now])()).toBe(false);
    expect(seen(model, 1, OLD.slice(0, 10), 12, [now, now])()).toBe(true);
  });

  it("says that a change is lost where two have taken the place of the same state", () => {
    const model = createListModel("v1", OLD);
    model.begin()({ from: "v1", to: "v2", records: NEW });
    expect(() => model.begin()({ from: "v1", to: "v3", records: NEW })).toThrow("same state");
  });
});
