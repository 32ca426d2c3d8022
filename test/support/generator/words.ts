/** The course format, as the platform writes it before the course's name. */
export const formats = ["[WEBINAR] ", "[WEBINAR] ", "[OFFLINE] ", "[HYBRID] ", ""] as const;

export const topics = [
  "Kode Etik dan Pedoman Perilaku Karyawan",
  "Keamanan Siber Dasar: Kata Sandi, Phishing, dan Rekayasa Sosial",
  "Pelindungan Data Pribadi: Memahami UU No. 27 Tahun 2022",
  "K3 Dasar: Identifikasi Bahaya dan Pengendalian Risiko (HIRADC)",
  "Microsoft Excel Dasar: Tabel, Rumus, dan Format Angka",
  "Menulis Surel Bisnis yang Jelas dan Sopan",
  "Pelayanan Prima: Salam, Senyum, Sapa, Solusi",
  "Manajemen Waktu: Bekerja dengan Prioritas, Bukan dengan Panik",
  "Komunikasi Asertif: Berani Berkata “Tidak” dengan Santun",
  "Rumus 𝑓(𝑥) di Excel: dari SUMIFS sampai XLOOKUP",
  "Budaya 5R: Ringkas, Rapi, Resik, Rawat, Rajin",
  "Berani Presentasi 🎤 Teknik Bicara di Depan Umum",
  "Dasar Manajemen Proyek: Lingkup, Jadwal, Biaya",
  "Pengendalian Gratifikasi: Boleh, Wajib Lapor, atau Tolak?",
  "Pengantar Akad Syariah: Murabahah (مرابحة) dan Ijarah (إجارة)",
  "Bahasa Mandarin Dasar untuk Layanan Tamu (你好, 谢谢)",
  'Secure Coding Dasar: "Escape" Tanda \\, \', & dan </script> dengan Benar',
  "Statistik Dasar untuk Pengambil Keputusan",
  "Manajemen Persediaan: FIFO, FEFO, dan Stok Opname",
  "Kesehatan Mental di Tempat Kerja: Bukan Hal Tabu",
  "Résumé Proyek Satu Halaman: Merangkum Tanpa Kehilangan Makna",
  "Tanggap Darurat: Jalur Evakuasi dan Titik Kumpul Gedung",
  "Waspada Pinjol Ilegal dan Judi Daring",
  "Siaga Gempa Bumi: Sebelum, Saat, dan Sesudah",
] as const;

export const groups = ["Batch 1", "Batch 2", "Batch 3", "Angkatan I 2025", "Angkatan II 2025", "Gelombang 1"] as const;

export const places = ["Jakarta", "Bandung", "Surabaya", "Makassar", "Cikarang", "Daring", "Kelas Malam"] as const;

export const absentReasons = [
  "Sakit demam, surat dokter sudah dikirim ke atasan.",
  "Tugas luar kota mendadak ke cabang Makassar",
  "Bentrok dengan rapat bulanan divisi",
  "Lupa, baru melihat undangan setelah webinar selesai.",
  "Kendala jaringan: listrik padam di area rumah sejak pukul 18.00",
  "Mendampingi anak imunisasi; menonton rekaman.",
  "Cuti tahunan yang sudah disetujui sebelum penugasan.",
  "Libur pengganti setelah sif malam",
] as const;

export const feedbacks = [
  "Mantap 👍",
  "Cukup baik.",
  "Kursi saya ternyata selama ini terlalu rendah 😅 Terima kasih tipsnya!",
  'Baru sadar betapa seringnya saya bilang "eee". Fasilitator memberi masukan satu per satu.',
  "Tutornya sabar. Mohon grup dibuat lebih kecil, 25 orang terlalu banyak untuk latihan bicara.",
  "Tolong rekaman dan panduan PDF-nya dibagikan, terutama bagian klaim kacamata.",
  "Soalnya banyak yang tidak dibahas di kelas, misalnya tentang pemilik manfaat (beneficial owner).",
  "Lebih percaya diri memotong pembicaraan dengan sopan: “Sorry to jump in, …” 😄",
  "Laporan bulanan saya yang biasanya setengah hari sekarang selesai sebelum kopi dingin. Serius.",
  "Dua hari yang padat. Catatan saya:\n\n1. Simulasi hari pertama terlalu singkat.\n2. AC jangan di 18 °C. 🥶",
  "Formatnya diskusi kelompok kecil, lebih hidup daripada ceramah.",
  "Tesnya jauh lebih sulit daripada latihannya.\tMohon ada try out.",
] as const;
