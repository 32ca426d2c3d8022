import express, { type ErrorRequestHandler } from "express";
import serverless from "serverless-http";
import { listCourses } from "./peer.ts";

const app = express();
app.get("/ruangkerja/dashboard/users/:employeeID/courses/webinar", async (request, response) => {
  response.json(await listCourses(request.headers.authorization, { ...request.params, ...request.query }));
});
// Express tells an error handler by its four parameters.
const onError: ErrorRequestHandler = (_error, _request, response, _next) => {
  response.status(500).json({ errorCode: 190 });
};
app.use(onError);

export const handler = serverless(app);
