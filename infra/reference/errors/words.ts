import type { Language } from "./guidance.ts";

/** Whether a failed request may be sent again unchanged. */
export type Repeat = "no" | "wait" | "soon";

type Words = {
  /** The language's own name. */
  readonly language: string;
  readonly title: string;
  /** How to read an error, one paragraph per item. Backticks mark code. */
  readonly introduction: readonly string[];
  readonly contents: string;
  readonly cause: string;
  readonly advice: string;
  readonly example: string;
  readonly repeat: Readonly<Record<Repeat, string>>;
  readonly gateway: { readonly title: string; readonly introduction: readonly string[] };
  readonly docs: string;
  readonly openapi: string;
};

/** The page's texts other than the guidance. */
export const words: Readonly<Record<Language, Words>> = {
  id: {
    language: "Bahasa Indonesia",
    title: "Kode error",
    introduction: [
      "Setiap kegagalan memiliki bentuk yang sama: `errorCode`, `message`, dan `detail`. Ambil keputusan berdasarkan `errorCode`; `detail` ditujukan untuk developer.",
      "Kirim ulang permintaan hanya jika halaman ini menyatakannya. Setelah 429 atau 503, tunggu selama jumlah detik yang tertera di `Retry-After`.",
      "Setiap jawaban memiliki `X-Request-Id`. Sebutkan nilainya saat Anda bertanya, tetapi jangan pernah mengirim token atau secret Anda.",
    ],
    contents: "Daftar isi",
    cause: "Penyebab",
    advice: "Yang perlu Anda lakukan",
    example: "Contoh jawaban",
    repeat: {
      no: "Jangan kirim ulang sebelum ada yang diubah",
      wait: "Kirim ulang setelah Retry-After",
      soon: "Boleh dikirim ulang setelah jeda singkat",
    },
    gateway: {
      title: "Jawaban dari API Gateway sendiri",
      introduction: [
        "Sebagian permintaan dijawab oleh API Gateway sebelum sampai ke API ini. Jawaban tersebut memiliki bentuk sendiri, hanya `message`, tanpa `errorCode`, tanpa `X-Request-Id`, dan tanpa `Retry-After`. Ambil keputusan berdasarkan status HTTP-nya.",
      ],
    },
    docs: "Referensi API",
    openapi: "Dokumen OpenAPI",
  },
  en: {
    language: "English",
    title: "Error codes",
    introduction: [
      "Every failure has the same shape: `errorCode`, `message` and `detail`. Decide by `errorCode`; `detail` is for developers.",
      "Send a request again only where this page says so. After a 429 or a 503, wait for as many seconds as `Retry-After` says.",
      "Every answer has an `X-Request-Id`. Quote it when you ask about an answer, but never send your token or your secret.",
    ],
    contents: "Contents",
    cause: "Cause",
    advice: "What to do",
    example: "Example answer",
    repeat: {
      no: "Do not repeat without a change",
      wait: "Repeat after Retry-After",
      soon: "May be repeated after a short pause",
    },
    gateway: {
      title: "API Gateway's own answers",
      introduction: [
        "Some requests are answered by API Gateway before they reach this API. Those answers have a different shape: only `message`, without `errorCode`, `X-Request-Id` and `Retry-After`. Decide by the HTTP status.",
      ],
    },
    docs: "API reference",
    openapi: "OpenAPI document",
  },
};
