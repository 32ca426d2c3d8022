#!/usr/bin/env bash
# An example client: bash, curl and jq. `--help` says what it does.
set -euo pipefail

help='Prints all courses of one kind that an employee has, oldest first: serial, status and course name, tab-separated.

  CLIENT_ID=… CLIENT_SECRET=… curl.sh EMPLOYEE_ID [CATEGORY]

  CATEGORY     the last part of the path of the list, such as online; webinar unless given
  API_URL      http://localhost:3000 unless set
  PAGE_SIZE    records a page, 1 to 100; 100 unless set
  TIMEOUT      seconds for one attempt at a request; 30 unless set'

fail() {
  echo "curl.sh: $*" >&2
  exit 1
}

case ${1:-} in -h | --help) echo "$help" && exit ;; esac
[[ ($# -eq 1 || $# -eq 2) && -n $1 ]] || fail 'Give one employee ID, and a category if it is not webinar. See --help.'
[[ -n ${CLIENT_ID:-} && -n ${CLIENT_SECRET:-} ]] || fail 'Set CLIENT_ID and CLIENT_SECRET. See --help.'
api_url=${API_URL:-http://localhost:3000}
api_url=${api_url%/}
[[ $api_url =~ ^https?:// ]] || fail "API_URL must begin with http:// or https://, and it is \"$api_url\"."
timeout=${TIMEOUT:-30}
[[ $timeout =~ ^[0-9]{1,4}(\.[0-9]+)?$ && $timeout =~ [1-9] && 10#${timeout%.*} -lt 3600 ]] ||
  fail "TIMEOUT must be a number of seconds above 0 and below 3600, and it is \"$timeout\"."
attempts=5

# Headers and bodies are files here, which no one else can read; secrets on a command line could be seen by everyone.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The value of a header of the last answer.
header() {
  awk -v name="$1:" 'tolower($1) == name { sub(/^[^:]*: */, ""); sub(/\r$/, ""); print }' "$work/headers"
}

# Sends a request, given as curl's arguments; again where that may help, after the time that the API asks for. Sets
# `code`: the answer's errorCode, or its status where it has none (a success, or an answer of the gateway in front).
send() {
  local attempt wait
  for ((attempt = 1; ; attempt++)); do
    rm -f "$work/body" && : > "$work/headers"
    status=$(curl --silent --connect-timeout 5 --max-time "$timeout" --dump-header "$work/headers" \
      --output "$work/body" --write-out '%{http_code}' "$@") || status=000
    code=$(jq '.errorCode // empty' "$work/body" 2> /dev/null) || code=
    code=${code:-$status}
    case $code in 150 | 160 | 161 | 429 | 503 | 504 | 000) ;; *) return ;; esac
    ((attempt < attempts)) || return 0
    wait=$(header retry-after)
    sleep "${wait:-1}"
  done
}

# Ends with what the API said.
refused() {
  [[ $status != 000 ]] || fail "No answer from $api_url in $attempts attempts."
  local detail
  detail=$(jq -r '.detail // .message' "$work/body" 2> /dev/null) || detail=$(cat "$work/body")
  fail "$1: status $status, errorCode $code, X-Request-Id $(header x-request-id): $detail"
}

# Gets a token where there is none, or three quarters of its life are over.
use_token() {
  if ((SECONDS < ${renew_at:-0})); then return; fi
  jq -n '{clientID: env.CLIENT_ID, clientSecret: env.CLIENT_SECRET, grantType: "client_credentials"}' > "$work/client"
  send "$api_url/oauth/token" --header 'Content-Type: application/json' --data @"$work/client"
  [[ $code == 200 ]] || refused 'No token'
  jq -r '"Authorization: Bearer \(.data.accessToken)"' "$work/body" > "$work/authorization"
  renew_at=$((SECONDS + $(jq -r .data.expiresIn "$work/body") * 3 / 4))
}

get() {
  use_token
  send "$1" --compressed --header @"$work/authorization"
}

employee=$(jq -nr --arg id "$1" '$id | @uri')
category=$(jq -nr --arg name "${2:-webinar}" '$name | @uri')
url="$api_url/ruangkerja/dashboard/users/$employee/courses/$category?page=1&pageSize=${PAGE_SIZE:-100}"
read=0
while [[ -n $url ]]; do
  get "$url"
  # The token was refused before its time: once more, with a new one.
  if [[ $code == 123 ]]; then renew_at=0 && get "$url"; fi
  [[ $code == 200 ]] || refused 'No page'
  # Online courses have no serial of the assignment.
  jq -r '.data[] | [.assignedCourseSerial // .course.serial, .userAssignedStatus // .status, .course.name] | join("\t")' \
    "$work/body"
  read=$((read + $(jq '.data | length' "$work/body")))
  echo "$read of $(header x-total-count) records" >&2
  # The last page has no link to a next one.
  url=$(header link | sed -nE 's/.*<([^>]*)>; rel="next".*/\1/p')
done
