import awsLambdaFastify from "@fastify/aws-lambda";
import fastify from "fastify";
import { listCourses } from "./peer.ts";

const app = fastify();
app.get<{ Params: Record<string, string>; Querystring: Record<string, string> }>(
  "/ruangkerja/dashboard/users/:employeeID/courses/webinar",
  ({ headers, params, query }) => listCourses(headers.authorization, { ...params, ...query }),
);
app.setErrorHandler((_, __, reply) => reply.status(500).send({ errorCode: 190 }));

export const handler = awsLambdaFastify(app);
