#!/usr/bin/env python3
"""An example client: Python 3.9 or newer, and nothing but its standard library. `--help` says what it does."""

import argparse
import http.client
import json
import os
import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

ATTEMPTS = 5
# The errorCodes after which it may help to ask again, and the statuses of the gateway in front, which has no errorCode.
PASSING = {150, 160, 161, 429, 503, 504}


class Refused(Exception):
    """An answer that is no success. `code` is its errorCode, or its status where it has none."""

    def __init__(self, status, headers, body):
        try:
            answer = json.loads(body)
            self.code = answer.get("errorCode", status)
            detail = answer.get("detail") or answer.get("message")
        except (ValueError, AttributeError):
            self.code, detail = status, body.decode(errors="replace")
        self.retry_after = float(headers.get("Retry-After") or 1)
        super().__init__(f"status {status}, errorCode {self.code}, X-Request-Id {headers.get('X-Request-Id')}: {detail}")


class NoAnswer(Exception):
    pass


def attempt(request, timeout):
    """Sends a request once and returns the headers and the JSON of its answer."""
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return answer.headers, json.load(answer)
    except urllib.error.HTTPError as error:
        raise Refused(error.code, error.headers, error.read()) from None


def send(request, timeout):
    """The same; again where that may help, after the time that the API asks for."""
    for number in range(1, ATTEMPTS + 1):
        try:
            return attempt(request, timeout)
        except Refused as refused:
            if refused.code not in PASSING or number == ATTEMPTS:
                raise
            time.sleep(refused.retry_after)
        # There was no answer, or not the whole of it.
        except (OSError, http.client.HTTPException) as error:
            if number == ATTEMPTS:
                raise NoAnswer(f"No answer from {request.type}://{request.host} in {ATTEMPTS} attempts: {error}") from error
            time.sleep(1)


def timeout_of(text):
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds < 3600:
        sys.exit(f'client.py: TIMEOUT must be a number of seconds above 0 and below 3600, and it is "{text}".')
    return seconds


class Client:
    def __init__(self, api_url, client_id, client_secret, timeout):
        self.api_url = api_url.rstrip("/")
        self.timeout = timeout
        self.credentials = {"clientID": client_id, "clientSecret": client_secret, "grantType": "client_credentials"}
        self.renew_at = 0.0

    def token(self):
        """The token that was got before, until three quarters of its life are over."""
        if time.monotonic() >= self.renew_at:
            body = json.dumps(self.credentials).encode()
            headers = {"Content-Type": "application/json"}
            _, answer = send(urllib.request.Request(f"{self.api_url}/oauth/token", body, headers), self.timeout)
            self.access_token = answer["data"]["accessToken"]
            self.renew_at = time.monotonic() + int(answer["data"]["expiresIn"]) * 0.75
        return self.access_token

    def get(self, url):
        def authorized():
            return urllib.request.Request(url, headers={"Authorization": f"Bearer {self.token()}"})

        try:
            return send(authorized(), self.timeout)
        except Refused as refused:
            if refused.code != 123:
                raise
            # The token was refused before its time: once more, with a new one.
            self.renew_at = 0.0
            return send(authorized(), self.timeout)

    def records(self, employee_id, category, page_size):
        """Yields the records of a list, oldest first, following each page's link to the next until there is none."""
        employee, kind = (urllib.parse.quote(part, safe="") for part in (employee_id, category))
        url = f"{self.api_url}/ruangkerja/dashboard/users/{employee}/courses/{kind}?page=1&pageSize={page_size}"
        read = 0
        while url:
            headers, page = self.get(url)
            yield from page["data"]
            read += len(page["data"])
            print(f"{read} of {headers['X-Total-Count']} records", file=sys.stderr)
            following = re.search(r'<([^>]*)>; rel="next"', headers["Link"])
            url = following and following[1]


def line_of(record):
    """The serial, the status and the course's name. Online courses have no serial of the assignment."""
    serial = record.get("assignedCourseSerial", record["course"]["serial"])
    return serial, record.get("userAssignedStatus", record.get("status")), record["course"]["name"]


def main():
    parser = argparse.ArgumentParser(
        description="Prints all courses of one kind that an employee has, oldest first: serial, status and course name, "
        "tab-separated.",
        epilog="From the environment: CLIENT_ID and CLIENT_SECRET; API_URL, http://localhost:3000 unless set; PAGE_SIZE, "
        "1 to 100, 100 unless set; TIMEOUT, seconds without a byte of an answer, 30 unless set.",
    )
    parser.add_argument("employee_id", metavar="EMPLOYEE_ID")
    parser.add_argument(
        "category",
        metavar="CATEGORY",
        nargs="?",
        default="webinar",
        help="the last part of the path of the list, such as online; webinar unless given",
    )
    arguments = parser.parse_args()
    employee_id, category = arguments.employee_id, arguments.category or "webinar"
    env = os.environ
    api_url = env.get("API_URL") or "http://localhost:3000"
    if not employee_id:
        sys.exit("client.py: Give one employee ID, and a category if it is not webinar. See --help.")
    if not re.match("https?://", api_url):
        sys.exit(f'client.py: API_URL must begin with http:// or https://, and it is "{api_url}".')
    timeout = timeout_of(env.get("TIMEOUT") or "30")
    if not env.get("CLIENT_ID") or not env.get("CLIENT_SECRET"):
        sys.exit("client.py: Set CLIENT_ID and CLIENT_SECRET. See --help.")
    client = Client(api_url, env["CLIENT_ID"], env["CLIENT_SECRET"], timeout)
    sys.stdout.reconfigure(encoding="utf-8", newline="\n", line_buffering=True)
    try:
        for record in client.records(employee_id, category, env.get("PAGE_SIZE") or "100"):
            print(*line_of(record), sep="\t")
    except (Refused, NoAnswer) as failure:
        sys.exit(f"client.py: {failure}")
    except BrokenPipeError:
        # Nobody reads on: `| head`. What is left of the line goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
