import type { SystemErrorTexts } from '../operator-text.ts';

/** What goes wrong with Odoo, the database, this computer or a command, in Bahasa Indonesia. */
export const systemErrors = {
  CONFIG_INVALID: {
    what: 'Sebuah pengaturan tidak sah.',
    means: 'Program tidak mulai. PLC tetap berjalan sendiri dengan batch yang ada.',
    next: 'Perbaiki pengaturan yang disebut pada pesan, lalu jalankan lagi program.',
  },
  CONFIG_HALF_PRODUCTION: {
    what: 'Pengaturan produksi baru terisi sebagian.',
    means: 'Program tidak mulai, agar latihan dan produksi tidak tercampur.',
    next: 'Lengkapi yang disebut pada pesan untuk produksi, atau kosongkan PLC dan Odoo untuk latihan.',
  },
  SETTINGS_FILE_BAD: {
    what: 'Berkas pengaturan tidak dapat dipakai.',
    means: 'Program memakai pengaturan baik yang terakhir. Produksi tetap berjalan.',
    next: 'Perbaiki baris settings.json yang disebut pada pesan; alarm lalu berhenti sendiri.',
  },
  DATA_FOLDER_IN_USE: {
    what: 'Program sudah berjalan dengan folder data ini.',
    means: 'Program yang kedua dihentikan. Program yang sudah berjalan tetap jalan.',
    next: 'Pakai program yang sudah berjalan, atau tutup dahulu sebelum menjalankan lagi.',
  },
  DATA_FOLDER_UNUSABLE: {
    what: 'Folder data tidak dapat dipakai.',
    means: 'Program tidak mulai, karena hasil tidak dapat disimpan dengan aman.',
    next: 'Minta teknisi IT memeriksa disk, sisa ruang, dan hak akses folder itu.',
  },
  ODOO_UNREACHABLE: {
    what: 'Odoo tidak dapat dihubungi.',
    means: 'Produksi tetap berjalan. Hasil tersimpan aman di sini. MO baru belum dapat diambil.',
    next: 'Periksa jaringan. Hasil terkirim sendiri begitu Odoo kembali.',
  },
  ODOO_TIMEOUT: {
    what: 'Odoo tidak menjawab tepat waktu.',
    means: 'Produksi tetap berjalan. Sebelum dikirim ulang, data di Odoo diperiksa dahulu.',
    next: 'Tunggu. Jika sering muncul, beri tahu admin Odoo bahwa Odoo lambat.',
  },
  ODOO_HTTP: {
    what: 'Server Odoo menjawab dengan kesalahan.',
    means: 'Produksi tetap berjalan. Hasil tersimpan aman di sini.',
    next: 'Tunggu beberapa menit. Jika tetap muncul, sampaikan pesan ini ke admin Odoo.',
  },
  ODOO_WRONG_PATH: {
    what: 'Odoo menjawab, tetapi tidak mengenal alamat yang dipanggil.',
    means: 'Hasil belum diterima Odoo. Hasil tersimpan aman di sini.',
    next: 'Minta admin Odoo memeriksa alamat Odoo dan modul SCADA.',
  },
  ODOO_THROTTLED: {
    what: 'Permintaan ke Odoo sedang terlalu banyak.',
    means: 'Hasil dikirim lebih lambat. Tidak ada yang hilang.',
    next: 'Tunggu: pengiriman berlanjut sendiri.',
  },
  ODOO_LOGIN_REFUSED: {
    what: 'Odoo menolak nama pengguna atau kata sandi program ini.',
    means: 'Produksi tetap berjalan. Hasil tersimpan aman di sini. MO baru belum dapat diambil.',
    next: 'Minta teknisi IT memeriksa pengguna, kata sandi, dan database Odoo di pengaturan.',
  },
  ODOO_SESSION_EXPIRED: {
    what: 'Masa login ke Odoo sudah habis.',
    means: 'Tidak ada yang hilang. Program login lagi sendiri.',
    next: 'Tunggu. Jika tetap muncul, beri tahu admin Odoo.',
  },
  ODOO_MALFORMED_REPLY: {
    what: 'Jawaban dari Odoo tidak dapat dipahami.',
    means: 'Produksi tetap berjalan. Hasil tersimpan aman di sini sampai jawaban Odoo benar.',
    next: 'Sampaikan pesan ini ke admin Odoo.',
  },
  ODOO_SERVER_ERROR: {
    what: 'Odoo mengalami kesalahan internal pada permintaan ini.',
    means: 'Produksi tetap berjalan. Hasil tersimpan aman di sini.',
    next: 'Tunggu percobaan berikutnya. Jika tetap muncul, sampaikan pesan ini ke admin Odoo.',
  },
  ODOO_REJECTED: {
    what: 'Odoo menolak data ini.',
    means: 'Data tetap di daftar kirim ke Odoo. Batch lain tetap berjalan.',
    next: 'Baca alasannya di menu Gagal kirim, perbaiki di Odoo, lalu kirim ulang.',
  },
  ODOO_LINES_REFUSED: {
    what: 'Odoo menerima hasil, tetapi menolak sebagian silo atau tangki cair.',
    means: 'MO tetap terbuka. Pemakaian silo atau tangki itu belum tercatat di Odoo.',
    next: 'Lengkapi bahan pada MO di Odoo, lalu kirim ulang dari menu Gagal kirim.',
  },
  ODOO_MO_UNKNOWN: {
    what: 'Odoo tidak mengenal MO ini.',
    means: 'Hasilnya tidak dapat dikirim dan menunggu di sini. Batch lain tetap berjalan.',
    next: 'Periksa di Odoo apakah MO dihapus atau diganti namanya. Lalu kirim ulang atau batalkan batch.',
  },
  ODOO_MO_CANCELLED: {
    what: 'MO ini sudah dibatalkan di Odoo.',
    means: 'Hasilnya tidak dapat dikirim dan menunggu di sini. Batch lain tetap berjalan.',
    next: 'Minta bagian perencanaan mencatat bahan terpakai di Odoo secara manual. Lalu batalkan batch di sini.',
  },
  ODOO_MO_DONE_ELSEWHERE: {
    what: 'MO ini sudah ditutup di Odoo, dengan angka lain atau oleh orang lain.',
    means: 'Berat dari pabrik belum tercatat di Odoo dan menunggu di sini.',
    next: 'Bandingkan beratnya dengan Odoo. Setelah benar di sana, kirim ulang, atau batalkan batch di sini.',
  },
  ODOO_LEFT_OPEN: {
    what: 'Odoo sudah menerima pemakaian, tetapi tidak menutup MO.',
    means: 'Batch sudah selesai. Di Odoo MO-nya masih terbuka.',
    next: 'Tutup MO di Odoo lalu kirim ulang, atau supervisor menerimanya apa adanya.',
  },
  STORE_UNAVAILABLE: {
    what: 'Database tidak dapat dihubungi.',
    means: 'Hasil tersimpan aman di komputer ini. MO baru dan sebagian besar perintah harus menunggu.',
    next: 'Tunggu satu menit. Jika tetap muncul, minta teknisi IT memeriksa PostgreSQL.',
  },
  STORE_MIGRATION_FAILED: {
    what: 'Database gagal disesuaikan dengan versi program ini.',
    means: 'Program tidak berjalan. Data di database tetap seperti semula.',
    next: 'Hubungi teknisi IT dan sampaikan pesan ini. Jangan menghapus database.',
  },
  STORE_EMBEDDED_FAILED: {
    what: 'Database bawaan program tidak dapat dijalankan.',
    means: 'Program tidak berjalan. PLC tetap berjalan sendiri dengan batch yang ada.',
    next: 'Nyalakan ulang komputer. Jika tetap muncul, hubungi teknisi IT. Jangan menghapus folder data.',
  },
  STORE_CONFLICT: {
    what: 'Data sudah diubah pihak lain, atau sudah ada.',
    means: 'Tindakan ini tidak dilaksanakan. Tidak ada yang hilang.',
    next: 'Lihat lagi batch itu, lalu ulangi tindakan jika masih perlu.',
  },
  OUTBOX_FULL: {
    what: 'Daftar kirim ke Odoo di komputer ini penuh, atau disknya penuh.',
    means: 'Hasil baru tetap di PLC, dan PLC harus menunggu.',
    next: 'Kosongkan ruang disk, dan pulihkan sambungan ke Odoo agar daftar berkurang.',
  },
  OUTBOX_CORRUPT: {
    what: 'File daftar kirim ke Odoo rusak.',
    means: 'Hasil yang belum ada di Odoo mungkin ada di dalamnya. Hasil baru tidak diambil dari PLC.',
    next: 'Segera hubungi teknisi IT. Jangan menghapus atau memindahkan folder data.',
  },
  OUTBOX_UNAVAILABLE: {
    what: 'Daftar kirim ke Odoo tidak dapat ditulis ke disk.',
    means: 'Hasil baru tetap di PLC sampai dapat disimpan dengan aman.',
    next: 'Minta teknisi IT memeriksa disk dan hak akses folder data.',
  },
  NOT_LEADER: {
    what: 'PLC dikendalikan oleh stasiun lain.',
    means: 'Stasiun ini hanya menampilkan. Tidak ada yang dapat diubah dari sini.',
    next: 'Bekerjalah di stasiun pengendali. Stasiun ini mengambil alih bila stasiun itu berhenti.',
  },
  TRAINING_PORT_IN_USE: {
    what: 'Port jaringan pabrik latihan dipakai program lain.',
    means: 'Ini hanya menyangkut latihan. Produksi tidak terpengaruh.',
    next: 'Tutup program lain itu, lalu mulai lagi latihan.',
  },
  TRAINING_BOOKS_UNUSABLE: {
    what: 'Data tersimpan Odoo latihan tidak terbaca.',
    means: 'Latihan tidak dapat dimulai. Produksi tidak terpengaruh.',
    next: 'Minta teknisi IT memindahkan folder latihan: latihan lalu mulai dari awal.',
  },
  TRAINING_NO_ANSWER: {
    what: 'Pabrik latihan tidak menjawab.',
    means: 'Ini hanya menyangkut latihan. Produksi tidak terpengaruh.',
    next: 'Coba lagi. Jika tetap muncul, jalankan ulang program dalam mode latihan.',
  },
  COMMAND_NOT_NOW: {
    what: 'Tindakan ini belum dapat dilakukan saat ini.',
    means: 'Tidak ada yang diubah.',
    next: 'Baca alasannya pada pesan. Coba lagi bila keadaan batch atau PLC sudah sesuai.',
  },
  COMMAND_NEEDS_REASON: {
    what: 'Tindakan ini memerlukan alasan.',
    means: 'Tidak ada yang diubah.',
    next: 'Isi alasan paling sedikit tiga huruf, lalu konfirmasi lagi.',
  },
  FORBIDDEN: {
    what: 'Peran Anda tidak mengizinkan tindakan ini.',
    means: 'Tidak ada yang diubah.',
    next: 'Minta bantuan orang dengan peran yang sesuai, biasanya supervisor.',
  },
  LOGIN_REFUSED: {
    what: 'Nama atau PIN salah, atau orang ini tidak boleh login.',
    means: 'Anda belum login. Semua tetap dapat dilihat, dan produksi tetap berjalan.',
    next: 'Periksa nama dan PIN, lalu coba lagi. Supervisor dapat memberi PIN baru.',
  },
  LOGIN_LOCKED: {
    what: 'Nama ini dikunci sementara karena beberapa kali salah PIN.',
    means: 'Login dengan nama ini belum bisa. Semua tetap dapat dilihat, dan produksi tetap berjalan.',
    next: 'Tunggu sampai waktu yang tertera, atau minta PIN baru dari supervisor: kuncinya langsung lepas.',
  },
  LAST_SUPERVISOR: {
    what: 'Orang ini supervisor terakhir yang dapat login.',
    means: 'Tidak ada yang diubah: tanpa supervisor, pengguna dan pengaturan tidak dapat diurus.',
    next: 'Jadikan orang lain supervisor lebih dulu.',
  },
  USERS_FILE_BAD: {
    what: 'Berkas pengguna dan PIN tidak dapat dipakai.',
    means: 'Tidak ada yang bisa login. Semua tetap dapat dilihat, dan produksi tetap berjalan.',
    next: 'Minta teknisi IT memperbaiki users.json di folder data, atau memulihkannya dari cadangan.',
  },
  UNAUTHORISED: {
    what: 'Belum login, atau login sudah tidak berlaku.',
    means: 'Tidak ada yang diubah. Produksi tetap berjalan.',
    next: 'Login lagi. Untuk program lain: periksa token aksesnya.',
  },
  BAD_REQUEST: {
    what: 'Ada isian yang tidak sesuai.',
    means: 'Tidak ada yang diubah.',
    next: 'Perbaiki isian yang disebut pada pesan, lalu coba lagi.',
  },
  NOT_FOUND: {
    what: 'Yang dicari tidak ada, atau sudah tidak ada lagi.',
    means: 'Tidak ada yang diubah. Batch yang sudah berakhir ada di riwayat.',
    next: 'Periksa nomornya, dan lihat di menu Riwayat.',
  },
  METHOD_NOT_ALLOWED: {
    what: 'Program lain memanggil stasiun ini dengan cara yang salah.',
    means: 'Tidak ada yang diubah. Produksi tetap berjalan.',
    next: 'Sampaikan pesan ini ke penanggung jawab program itu.',
  },
  BODY_TOO_LARGE: {
    what: 'Data yang dikirim terlalu besar.',
    means: 'Tidak ada yang diubah. Produksi tetap berjalan.',
    next: 'Pilih lebih sedikit batch sekaligus, lalu coba lagi.',
  },
  STATION_UNREACHABLE: {
    what: 'Stasiun tidak menjawab layar ini.',
    means: 'Produksi berjalan terus; perintah terakhir mungkin sudah atau belum dilaksanakan.',
    next: 'Tunggu sampai layar terhubung lagi, lalu periksa keadaannya sebelum mengulang perintah.',
  },
  RATE_LIMITED: {
    what: 'Terlalu banyak permintaan sekaligus.',
    means: 'Permintaan ini tidak dilaksanakan. Produksi tetap berjalan.',
    next: 'Tunggu beberapa detik, lalu coba lagi.',
  },
  INTERNAL: {
    what: 'Program mengalami kesalahan yang tidak dikenal.',
    means: 'Tindakan ini mungkin belum tuntas. Hasil yang sudah dibaca dari PLC tetap aman.',
    next: 'Periksa batch terkait, catat jamnya, dan sampaikan pesan ini ke teknisi IT.',
  },
} satisfies SystemErrorTexts;
