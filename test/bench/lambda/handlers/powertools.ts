import { Router } from "@aws-lambda-powertools/event-handler/http";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { listCourses } from "./peer.ts";

const app = new Router();
app.get("/ruangkerja/dashboard/users/:employeeID/courses/webinar", async ({ req, params }) => {
  const query = Object.fromEntries(new URL(req.url).searchParams);
  return listCourses(req.headers.get("authorization") ?? undefined, { ...params, ...query });
});
app.errorHandler(Error, async () => ({ statusCode: 500, errorCode: 190 }));

export const handler = (event: APIGatewayProxyEventV2, context: Context) => app.resolve(event, context);
