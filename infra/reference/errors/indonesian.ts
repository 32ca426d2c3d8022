import type { ErrorName } from "../../../functions/shared/errors/dictionary.ts";
import type { TranslatedGuidance } from "./guidance.ts";
import { allRoutes } from "./routes.ts";

export const indonesian: Readonly<Record<ErrorName, TranslatedGuidance>> = {
  requestNotValid: {
    title: "Permintaan tidak valid",
    cause:
      "Ada parameter atau isi body yang melanggar aturan. `detail` menyebutkan semua masalah yang ditemukan, masing-masing dengan letaknya (`path`, `query`, atau `body`) dan nama field-nya.",
    advice: [
      "Perbaiki setiap field yang disebutkan di `detail`. Semua masalah tercantum di sana, jadi cukup satu kali perbaikan.",
      "`page` dan `pageSize` wajib diisi, masing-masing satu kali dan hanya dengan angka desimal biasa: `page` mulai dari 1, `pageSize` dari 1 sampai 100.",
      "Untuk mencari di katalog, kirim `name` satu kali, 1 sampai 300 karakter dan dengan percent-encoding. Untuk menampilkan semua kursus, hilangkan `name`: nilai kosong tidak valid.",
      "Untuk `POST /oauth/token`, kirim objek JSON dalam UTF-8 yang berisi `clientID`, `clientSecret`, dan `grantType` dengan nilai `client_credentials`.",
    ],
  },
  tokenMissing: {
    title: "Token tidak disertakan",
    cause: "Permintaan tidak memiliki header `Authorization`, atau header tersebut tidak berisi token.",
    advice: [
      "Dapatkan token melalui `POST /oauth/token`, lalu kirim sebagai `Authorization: <token>` atau `Authorization: Bearer <token>`.",
      "Pastikan header tersebut tidak dihapus oleh proxy atau hilang karena redirect di tengah jalan.",
    ],
  },
  tokenNotValid: {
    title: "Token tidak valid",
    cause:
      "Token tidak diterima: sudah kedaluwarsa, terpotong atau berubah, berasal dari penyedia lain atau dibuat untuk keperluan lain, atau client Anda tidak dikenal di sini atau dinonaktifkan.",
    advice: [
      "Minta token baru, lalu coba sekali lagi. Token berlaku selama beberapa jam: perbarui sebelum `expiresIn` detik berlalu.",
      "Kirim token secara utuh, persis seperti yang Anda terima di `accessToken`, tanpa tanda kutip atau ganti baris.",
      "Gunakan token di lingkungan yang menerbitkannya: token dari lingkungan pengujian tidak berlaku di production.",
      "Jika token baru juga ditolak, client Anda mungkin dinonaktifkan atau belum terdaftar. Hubungi pihak yang memberikan kredensial kepada Anda dan sebutkan `X-Request-Id`-nya.",
    ],
  },
  accessNotGranted: {
    title: "Token tidak memberikan akses",
    cause: "Token valid, tetapi tidak memiliki scope yang diwajibkan oleh API ini.",
    advice: [
      "Dapatkan token melalui `POST /oauth/token` milik API ini, yang sudah meminta scope yang tepat. Token yang diambil langsung dari identity provider mungkin tidak memilikinya.",
      "Jika scope tetap tidak ada, mintalah pihak yang memberikan kredensial untuk mengizinkan scope tersebut bagi client Anda.",
    ],
  },
  employeeNotFound: {
    title: "Karyawan tidak ditemukan",
    cause:
      "Perusahaan Anda tidak memiliki karyawan dengan `employeeID` ini. Karyawan perusahaan lain mendapat jawaban yang sama persis.",
    advice: [
      "Periksa penulisan ID. Huruf besar dan huruf kecil dibedakan.",
      "Lakukan percent-encoding pada ID di dalam path, cukup satu kali: `EMP 1` menjadi `EMP%201`.",
      "Pastikan Anda menggunakan kredensial milik perusahaan karyawan tersebut.",
      "Data karyawan baru mungkin belum dimuat. Karyawan yang sudah dikenal tetapi daftarnya kosong dijawab 200 dengan `data` kosong, bukan dengan error ini.",
    ],
  },
  endpointNotFound: {
    title: "Endpoint tidak ditemukan",
    cause: "API ini tidak memiliki path tersebut.",
    advice: [
      "Bandingkan path huruf demi huruf: garis miring di akhir atau garis miring ganda menjadikannya path yang berbeda.",
      `Yang tersedia adalah ${allRoutes("dan")}.`,
      "Pastikan `employeeID` di dalam path tidak kosong.",
    ],
  },
  methodNotAllowed: {
    title: "Metode tidak diizinkan",
    cause: "Path tersebut ada, tetapi tidak untuk metode HTTP ini. Header `Allow` menyebutkan metode yang tersedia.",
    advice: [
      "Gunakan metode yang disebutkan di `Allow`: `GET` untuk daftar, `POST` untuk token.",
      "Jika `POST` Anda sampai sebagai `GET`, ada redirect yang mengubahnya: panggil URL akhirnya secara langsung.",
    ],
  },
  notAcceptable: {
    title: "Format respons tidak dapat diterima",
    cause: "Header `Accept` tidak mencakup JSON, sedangkan API ini hanya menjawab dengan JSON.",
    advice: ["Kirim `Accept: application/json`, atau hilangkan header tersebut."],
  },
  formatNotSupported: {
    title: "Format permintaan tidak didukung",
    cause: "Header `Content-Type` menyatakan bahwa body bukan JSON.",
    advice: [
      "Untuk `POST /oauth/token`, kirim `Content-Type: application/json` dan body berupa JSON. Format form (`application/x-www-form-urlencoded`), yang dikirim oleh banyak library OAuth, tidak diterima.",
      "Untuk daftar, yang tidak memiliki body, hilangkan header tersebut.",
    ],
  },
  tooManyRequests: {
    title: "Terlalu banyak permintaan",
    cause:
      "Kredensial yang sama meminta token terlalu sering: penyedia identitas harus menjawab lebih dari 300 kali dalam satu menit, seperti pada secret yang salah.",
    advice: [
      "Tunggu selama jumlah detik yang tertera di `Retry-After`, lalu coba lagi.",
      "Periksa secret: token dari secret yang benar diberikan lagi dan hanya dihitung satu kali.",
      "Simpan token dan gunakan untuk semua panggilan sampai menjelang kedaluwarsa. Dua token sehari sudah cukup untuk satu client.",
      "Jika beberapa proses menggunakan kredensial yang sama, gunakan juga satu token yang sama.",
    ],
  },
  unavailable: {
    title: "Layanan tidak tersedia",
    cause:
      "Penyimpanan data atau identity provider sedang kelebihan beban, tidak dapat dijangkau, atau terlalu lambat, atau daftar tersebut sedang ditulis ulang. Tidak ada yang salah dengan permintaan Anda.",
    advice: [
      "Tunggu selama jumlah detik yang tertera di `Retry-After`, lalu kirim ulang permintaan yang sama. Hal ini aman.",
      "Jika masih gagal, gandakan waktu tunggu setiap kali, paling lama satu menit, dan tambahkan jeda acak.",
      "Jika berlangsung lebih dari beberapa menit, beri tahu pengelola API dan sebutkan `X-Request-Id`-nya.",
    ],
  },
  deadlineExceeded: {
    title: "Permintaan terlalu lama diproses",
    cause: "Jawaban belum siap ketika batas waktu untuk satu permintaan habis.",
    advice: [
      "Tunggu satu atau dua detik, lalu kirim ulang permintaan yang sama. Hal ini aman.",
      "Jika terjadi berulang kali, mintalah halaman yang lebih kecil (`pageSize`), dan beri tahu pengelola API dengan menyebutkan `X-Request-Id`.",
    ],
  },
  storedRecordNotValid: {
    title: "Data yang tersimpan tidak valid",
    cause:
      "Ada data tersimpan yang bentuknya tidak sesuai. Selama belum diperbaiki, permintaan yang sama akan gagal dengan cara yang sama.",
    advice: [
      "Beri tahu pengelola API dan sebutkan `X-Request-Id`: log mencatat data mana yang bermasalah.",
      "Jangan mengulang permintaan terus-menerus. Halaman lain dan daftar karyawan lain mungkin masih dapat dibaca.",
    ],
  },
  internal: {
    title: "Kesalahan internal",
    cause:
      "Kesalahan pada API itu sendiri, yang tidak tercakup oleh kode lain. Tidak ada yang salah dengan permintaan Anda.",
    advice: [
      "Beri tahu pengelola API dan sebutkan `X-Request-Id` serta waktu kejadiannya.",
      "Jangan mengulang permintaan terus-menerus: permintaan akan tetap gagal sampai kesalahan diperbaiki.",
    ],
  },
  credentialsMismatch: {
    title: "Kredensial tidak cocok dengan data kami",
    cause:
      "Identity provider tidak menerima pasangan `clientID` dan `clientSecret` ini. Mana di antara keduanya yang salah tidak diberitahukan.",
    advice: [
      "Periksa apakah ada karakter yang kurang, spasi, atau ganti baris, yang mudah terbawa saat menyalin. Huruf besar dan huruf kecil dibedakan.",
      "Gunakan kredensial untuk lingkungan ini: kredensial dari lingkungan lain tidak dikenal di sini.",
      "Jika secret sudah diganti, gunakan yang baru. Jika belum, mintalah yang baru kepada pihak yang memberikan kredensial.",
    ],
  },
};
