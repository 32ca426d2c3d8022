// The types of the API's OpenAPI document, as `openapi-typescript` makes them: `npm run openapi` writes this file.

export interface paths {
    "/oauth/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get an access token
         * @description Exchanges a client's ID and secret for an access token (the OAuth 2.0 client credentials grant, as JSON). The token is good for
         *     `expiresIn` seconds: keep it, and ask for the next one shortly before it expires. One pair of credentials gets 300 tokens a
         *     minute at the most, then 429 with `Retry-After`.
         */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ruangkerja/dashboard/users/{employeeID}/courses/webinar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List an employee's webinar courses
         * @description The assignments of one employee of your company to webinar courses: attendance, status, post-test score. Oldest first; a new
         *     assignment appears at the end, so the pages that you have read never shift.
         *
         *     **To read the whole list,** begin with `page=1` and follow the `next` of the header `Link` until there is none. A page past the
         *     last one is 200 with an empty `data`; so is the first page of an employee without assignments. Where the number of assignments
         *     is a multiple of `pageSize`, the last full page has no `next`. `X-Total-Count` says how many there are in all.
         *
         *     **To read it again cheaply,** keep each page's `ETag` and send it as `If-None-Match`: 304 means that the page is unchanged. Its
         *     `Link` and `X-Total-Count` are those of now, so a list that grew behind an unchanged page is noticed.
         */
        get: operations["listWebinarCourses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Assignment: {
            /** @description The course. */
            course: components["schemas"]["SerialAndName"];
            /** @description The course's batch that the employee was assigned to. */
            batch: components["schemas"]["SerialAndName"];
            /** @description Why the employee was absent; empty where nothing was said. */
            absentReason: string;
            /** @description The assignment's own serial, unique for the employee. */
            assignedCourseSerial: string;
            /** @description What the employee wrote about the course; empty where nothing was written. */
            feedback: string;
            /** @description Whether the employee attended. */
            isAttend: boolean;
            /**
             * @description How far the assignment is.
             * @enum {string}
             */
            userAssignedStatus: "Ongoing" | "Cleared" | "Failed";
            /**
             * @description How far the post activity is; empty where the course has none.
             * @enum {string}
             */
            postActivityStatus: "NOT STARTED" | "IN PROGRESS" | "COMPLETED" | "EXPIRED" | "";
            /**
             * Format: int64
             * @description How often the post-test was taken.
             */
            postTestAttempt: number;
            /** @description The post-test's score, which may have decimals. */
            postTestScore: number;
            /** @description The score from which the post-test is passed; null where there is none. */
            postTestPassingScore: number | null;
        };
        SerialAndName: {
            /** @description Identifies it. */
            serial: string;
            /** @description Its name, for people. */
            name: string;
        };
        AssignmentPage: {
            /** @constant */
            status: "success";
            /** @constant */
            message: "Success";
            /** @description The page's assignments, oldest first. Empty past the last page. */
            data: components["schemas"]["Assignment"][];
        };
        TokenRequest: {
            /** @description The client's ID. */
            clientID: string;
            /** @description Its secret. Keep it on a server: whoever has it reads your company's data. */
            clientSecret: string;
            /**
             * @description Always client_credentials.
             * @constant
             */
            grantType: "client_credentials";
        };
        TokenAnswer: {
            /** @constant */
            status: "success";
            /** @constant */
            message: "success";
            data: {
                /** @description A JWT. Do not look into it; send it as it is. */
                accessToken: string;
                /** @description Seconds until it expires, as a string. */
                expiresIn: string;
                /**
                 * @description Always bearer.
                 * @constant
                 */
                tokenType: "bearer";
            };
        };
        /** @description What every failure looks like. */
        ErrorAnswer: {
            /**
             * Format: int32
             * @description Which failure: the Error Dictionary's number.
             */
            errorCode: number;
            /** @description The failure in the words of gRPC; the same for each errorCode. */
            message: string;
            /** @description The message again, or more: for code 110 every problem found, each with its place and field. */
            detail: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: {
        /**
         * @description Identifies this request. Quote it when you ask about an answer.
         * @example bbed5ef9-a7e8-492d-a945-15f767220b46
         */
        "X-Request-Id": string;
        /**
         * @description How many assignments the employee has in all.
         * @example 137
         */
        "X-Total-Count": number;
        /**
         * @description The other pages (RFC 8288), as absolute URLs: `first`, `prev`, `next`, `last`. There is no `next` on the last page and past it, and no `prev` on the first.
         * @example <https://api.example.com/ruangkerja/dashboard/users/EMPLY100/courses/webinar?page=2&pageSize=10>; rel="next"
         */
        Link: string;
        /**
         * @description Leads to the errorCode in this documentation, with `rel="help"`, where the deployment has its URL.
         * @example <https://docs.example.com/errors#123>; rel="help"
         */
        HelpLink: string;
        /**
         * @description Stands for the page's contents. Send it back as `If-None-Match`.
         * @example W/"XIYbiYPu-40XJXd2QiomAH"
         */
        ETag: string;
        /** @description `private, no-cache` for a page: keep it, and ask with `If-None-Match`. Else `no-store`. */
        "Cache-Control": "private, no-cache" | "no-store";
        /** @description The body's coding depends on `Accept-Encoding`. */
        Vary: "Accept-Encoding";
        /** @description How a body of 1,000 bytes or more is compressed, where `Accept-Encoding` allows it. */
        "Content-Encoding": "br" | "gzip";
        /** @description What is wrong with the token (RFC 6750, section 3). */
        "WWW-Authenticate": string;
        /**
         * @description Seconds to wait before the next attempt.
         * @example 1
         */
        "Retry-After": number;
        /**
         * @description The methods that this path has.
         * @example GET
         */
        Allow: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    createToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The client's credentials. `npm start` has the client of the example. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenRequest"];
            };
        };
        responses: {
            /** @description The token. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenAnswer"];
                };
            };
            /**
             * @description **110, Request is not valid:** path, query or body breaks a rule; `detail` names every problem.
             *
             *     **400, Credentials does not match in our records:** `POST /oauth/token` with credentials that the provider refuses.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Link: components["headers"]["HelpLink"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"] & {
                        /** @enum {unknown} */
                        errorCode?: 110 | 400;
                    };
                };
            };
            /** @description **132, Method is not allowed:** the route has other methods; `Allow` names them. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Link: components["headers"]["HelpLink"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"] & {
                        /** @enum {unknown} */
                        errorCode?: 132;
                    };
                };
            };
            /** @description **140, Response format is not acceptable:** `Accept` excludes JSON. */
            406: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Link: components["headers"]["HelpLink"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"] & {
                        /** @enum {unknown} */
                        errorCode?: 140;
                    };
                };
            };
            /** @description **141, Request format is not supported:** `Content-Type` is not JSON. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Link: components["headers"]["HelpLink"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"] & {
                        /** @enum {unknown} */
                        errorCode?: 141;
                    };
                };
            };
            /** @description **150, Too many requests:** one pair of credentials asks an instance for more than 300 tokens a minute; wait for `Retry-After` and keep the token until it expires. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Link: components["headers"]["HelpLink"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"] & {
                        /** @enum {unknown} */
                        errorCode?: 150;
                    };
                };
            };
            /** @description **190, Internal error:** anything else. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Link: components["headers"]["HelpLink"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"] & {
                        /** @enum {unknown} */
                        errorCode?: 190;
                    };
                };
            };
            /** @description **160, Service is not available:** storage or identity provider is throttled, unreachable or too slow, or a list is just being rewritten; try again after `Retry-After`. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Link: components["headers"]["HelpLink"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"] & {
                        /** @enum {unknown} */
                        errorCode?: 160;
                    };
                };
            };
            /** @description **161, Request took too long:** the time for one request is about to run out. */
            504: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Link: components["headers"]["HelpLink"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"] & {
                        /** @enum {unknown} */
                        errorCode?: 161;
                    };
                };
            };
        };
    };
    listWebinarCourses: {
        parameters: {
            query: {
                /**
                 * @description Which page, from 1. Plain decimal digits, and once.
                 * @example 1
                 */
                page: number;
                /**
                 * @description How many assignments a page has. More than 100 is an error.
                 * @example 10
                 */
                pageSize: number;
            };
            header?: {
                /** @description An `ETag` of this page, as `W/"XIYbiYPu-40XJXd2QiomAH"`: 304 where it is unchanged. */
                "If-None-Match"?: string;
                /** @description `br` or `gzip`, as `br, gzip`: for bodies of 1,000 bytes or more. */
                "Accept-Encoding"?: string;
            };
            path: {
                /**
                 * @description The employee's ID in your company, percent-encoded.
                 * @example JOHNILXV3QAJJEL3
                 */
                employeeID: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Total-Count": components["headers"]["X-Total-Count"];
                    Link: components["headers"]["Link"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "Content-Encoding": components["headers"]["Content-Encoding"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignmentPage"];
                };
            };
            /** @description The page is as `If-None-Match` has it. There is no body. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Total-Count": components["headers"]["X-Total-Count"];
                    Link: components["headers"]["Link"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description **110, Request is not valid:** path, query or body breaks a rule; `detail` names every problem. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Link: components["headers"]["HelpLink"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"] & {
                        /** @enum {unknown} */
                        errorCode?: 110;
                    };
                };
            };
            /**
             * @description **120, Token is missing:** there is no `Authorization` header, or no token in it.
             *
             *     **123, Token is not valid:** signature, issuer, audience, expiry, not-before, algorithm or token use is wrong, or the client is unknown or disabled.
             */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Link: components["headers"]["HelpLink"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"] & {
                        /** @enum {unknown} */
                        errorCode?: 120 | 123;
                    };
                };
            };
            /** @description **124, Token does not grant access:** the token lacks the scope. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Link: components["headers"]["HelpLink"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"] & {
                        /** @enum {unknown} */
                        errorCode?: 124;
                    };
                };
            };
            /**
             * @description **130, Employee is not found:** the client's company has no such employee.
             *
             *     **131, Endpoint is not found:** no such route.
             */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Link: components["headers"]["HelpLink"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"] & {
                        /** @enum {unknown} */
                        errorCode?: 130 | 131;
                    };
                };
            };
            /** @description **132, Method is not allowed:** the route has other methods; `Allow` names them. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Link: components["headers"]["HelpLink"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"] & {
                        /** @enum {unknown} */
                        errorCode?: 132;
                    };
                };
            };
            /** @description **140, Response format is not acceptable:** `Accept` excludes JSON. */
            406: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Link: components["headers"]["HelpLink"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"] & {
                        /** @enum {unknown} */
                        errorCode?: 140;
                    };
                };
            };
            /** @description **141, Request format is not supported:** `Content-Type` is not JSON. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Link: components["headers"]["HelpLink"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"] & {
                        /** @enum {unknown} */
                        errorCode?: 141;
                    };
                };
            };
            /**
             * @description **170, Stored record is not valid:** a stored item breaks the schema; the log names which.
             *
             *     **190, Internal error:** anything else.
             */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Link: components["headers"]["HelpLink"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"] & {
                        /** @enum {unknown} */
                        errorCode?: 170 | 190;
                    };
                };
            };
            /** @description **160, Service is not available:** storage or identity provider is throttled, unreachable or too slow, or a list is just being rewritten; try again after `Retry-After`. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Link: components["headers"]["HelpLink"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"] & {
                        /** @enum {unknown} */
                        errorCode?: 160;
                    };
                };
            };
            /** @description **161, Request took too long:** the time for one request is about to run out. */
            504: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Link: components["headers"]["HelpLink"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"] & {
                        /** @enum {unknown} */
                        errorCode?: 161;
                    };
                };
            };
        };
    };
}
