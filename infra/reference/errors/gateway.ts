import type { Guidance, Language } from "./guidance.ts";

/** The statuses that API Gateway itself answers with. */
export const gatewayStatuses = [400, 413, 414, 429, 431, 500, 503] as const;
type Status = (typeof gatewayStatuses)[number];

/** API Gateway's own answers: before a function is called, or if the function gives no answer. */
export const gateway: Readonly<Record<Language, Readonly<Record<Status, Guidance>>>> = {
  en: {
    400: {
      cause: "The request is not valid HTTP, or the percent-encoding of the path is broken.",
      advice: ["Encode the path with your language's own function, such as `encodeURIComponent`: a bare `%` is `%25`."],
    },
    413: { cause: "The body is too large.", advice: ["Send only what `POST /oauth/token` asks for."] },
    414: { cause: "The URL is too long.", advice: ["Leave out query parameters that this API does not have."] },
    429: {
      cause: "All callers together send more requests than this deployment allows.",
      advice: [
        "Wait for a second, then try again. If it fails again, double the wait each time, up to a minute.",
        "Send fewer requests at the same time, and ask for up to 100 assignments a page.",
      ],
    },
    431: {
      cause: "The headers are too large.",
      advice: ["Send no cookies and no headers that this API does not ask for."],
    },
    500: {
      cause: "The function behind the gateway gave no answer.",
      advice: ["Wait for a few seconds, then try again. If it continues, tell the API's operator the time."],
    },
    503: {
      cause: "The service behind the gateway cannot be reached at this moment, or took too long.",
      advice: ["Wait for a few seconds, then try again. If it continues, tell the API's operator the time."],
    },
  },
  id: {
    400: {
      cause: "Permintaan bukan HTTP yang valid, atau percent-encoding pada path rusak.",
      advice: [
        "Lakukan encoding path dengan fungsi bawaan bahasa pemrograman Anda, misalnya `encodeURIComponent`: tanda `%` ditulis `%25`.",
      ],
    },
    413: { cause: "Body terlalu besar.", advice: ["Kirim hanya data yang diminta oleh `POST /oauth/token`."] },
    414: { cause: "URL terlalu panjang.", advice: ["Hilangkan parameter query yang tidak dimiliki API ini."] },
    429: {
      cause: "Jumlah permintaan dari semua pemanggil melebihi batas yang ditetapkan.",
      advice: [
        "Tunggu satu detik, lalu coba lagi. Jika masih gagal, gandakan waktu tunggu setiap kali, paling lama satu menit.",
        "Kurangi permintaan yang dikirim bersamaan, dan mintalah sampai 100 penugasan per halaman.",
      ],
    },
    431: {
      cause: "Header terlalu besar.",
      advice: ["Jangan mengirim cookie atau header yang tidak diminta oleh API ini."],
    },
    500: {
      cause: "Fungsi di belakang gateway tidak memberikan jawaban.",
      advice: [
        "Tunggu beberapa detik, lalu coba lagi. Jika masih terjadi, beri tahu pengelola API beserta waktu kejadiannya.",
      ],
    },
    503: {
      cause: "Layanan di belakang gateway sedang tidak dapat dijangkau, atau terlalu lama menjawab.",
      advice: [
        "Tunggu beberapa detik, lalu coba lagi. Jika masih terjadi, beri tahu pengelola API beserta waktu kejadiannya.",
      ],
    },
  },
};
