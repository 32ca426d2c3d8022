import { Hono } from "hono";
import { handle } from "hono/aws-lambda";
import { listCourses } from "./peer.ts";

const app = new Hono();
app.get("/ruangkerja/dashboard/users/:employeeID/courses/webinar", async (context) => {
  const input = { employeeID: context.req.param("employeeID"), ...context.req.query() };
  return context.json(await listCourses(context.req.header("authorization"), input));
});
app.onError((_, context) => context.json({ errorCode: 190 }, 500));

export const handler = handle(app);
