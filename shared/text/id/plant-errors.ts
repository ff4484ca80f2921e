import type { PlantErrorTexts } from '../operator-text.ts';

/** What goes wrong with the plant, in Bahasa Indonesia. */
export const plantErrors = {
  PLC_ADDRESS_REFUSED: {
    what: 'Program menolak alamat PLC yang tidak diizinkan.',
    means: 'Tidak ada yang dibaca atau ditulis di alamat itu. Batch yang sudah ada di PLC tetap berjalan.',
    next: 'Periksa alamat dan nomor slot. Jika muncul lagi, hubungi teknisi IT.',
  },
  PLC_BUSY: {
    what: 'Terlalu banyak permintaan ke PLC yang masih antre.',
    means: 'Permintaan ini tidak dikirim ke PLC. Batch di PLC tetap berjalan.',
    next: 'Tunggu beberapa detik, lalu coba lagi.',
  },
  PLC_CLOSED: {
    what: 'Sambungan ke PLC ditutup karena program sedang berhenti.',
    means: 'Batch di PLC tetap berjalan. Hasilnya dibaca setelah program dijalankan lagi.',
    next: 'Jalankan lagi program bila diperlukan.',
  },
  PLC_END_CODE: {
    what: 'PLC menjawab, tetapi menolak permintaan dengan kode kesalahan.',
    means: 'Permintaan ini tidak dilaksanakan. Batch di PLC tetap berjalan.',
    next: 'Catat kode pada pesan, lalu hubungi teknisi listrik.',
  },
  PLC_LINK_LOST: {
    what: 'PLC tidak dapat dihubungi.',
    means: 'PLC mungkin tetap menimbang, tetapi nilai di layar sudah lama. MO baru tidak dimuat.',
    next: 'Periksa daya dan kabel jaringan PLC. Data terbaca lagi sendiri. Jika tidak, hubungi teknisi listrik.',
  },
  PLC_NOT_IN_RUN_MODE: {
    what: 'PLC dalam mode PROGRAM.',
    means: 'PLC tidak menimbang. Batch di dalamnya berhenti dan MO baru tidak dimuat.',
    next: 'Minta teknisi listrik mengubah mode PLC ke RUN atau MONITOR.',
  },
  PLC_PROFILE_INVALID: {
    what: 'Peta memori PLC tidak ada atau salah.',
    means: 'Program tidak mulai dengan peta ini: tidak ada yang dibaca dari atau ditulis ke PLC.',
    next: 'Sampaikan pesan ini ke teknisi IT: peta memori harus diperbaiki.',
  },
  PLC_TIMEOUT: {
    what: 'PLC tidak menjawab tepat waktu.',
    means: 'Nilai di layar mungkin terlambat beberapa detik. Tidak ada data yang hilang: PLC ditanya lagi.',
    next: 'Tunggu. Jika sering muncul, periksa kabel jaringan dan angka sambungan di menu PLC.',
  },
  PLC_VALUE_REFUSED: {
    what: 'Sebuah nilai tidak muat di PLC.',
    means: 'Nilai itu tidak ditulis ke PLC, sehingga tidak ada takaran yang salah.',
    next: 'Periksa jumlah dan nama pada MO di Odoo.',
  },
  PLC_VERIFY_FAILED: {
    what: 'Data yang ditulis ke PLC terbaca berbeda.',
    means: 'MO hanya dilepas ke PLC bila semua data cocok, sehingga tidak ada batch salah yang mulai.',
    next: 'Pastikan tidak ada perangkat lain yang menulis ke PLC. Jika muncul lagi, hubungi teknisi listrik.',
  },
  PLC_GATE_CLOSED: {
    what: 'PLC belum membaca MO yang terakhir ditulis.',
    means: 'MO baru belum dapat ditulis. Batch di PLC tetap berjalan.',
    next: 'Tunggu sampai PLC membacanya. Jika terlalu lama, hubungi teknisi listrik.',
  },
  PLC_FATAL_ERROR: {
    what: 'PLC melaporkan gangguan berat: programnya berhenti.',
    means: 'Penimbangan berhenti. Hasil yang sudah terbaca tetap aman.',
    next: 'Segera hubungi teknisi listrik dan sampaikan teks pada pesan.',
  },
  PLC_NON_FATAL_ERROR: {
    what: 'PLC melaporkan gangguan ringan, misalnya baterai lemah.',
    means: 'Programnya tetap jalan dan produksi berlanjut.',
    next: 'Beri tahu teknisi listrik dalam sif ini dan sampaikan teks pada pesan.',
  },
  SLOT_FAULTY: {
    what: 'Sebuah slot di PLC berisi nilai yang tidak mungkin benar.',
    means: 'Data slot ini tidak dipakai. Slot lain tetap berjalan.',
    next: 'Buka slot itu di menu PLC, bandingkan nilainya, lalu hubungi teknisi listrik.',
  },
  SLOT_FOREIGN_MO: {
    what: 'Sebuah slot di PLC menunjukkan MO lain dari yang dimuat di sana.',
    means: 'Beratnya tidak dicatat untuk batch dalam antrean.',
    next: 'Periksa apa yang berjalan di slot ini. Pastikan tidak ada MO yang diisi langsung di PLC.',
  },
  SLOT_NO_EVIDENCE: {
    what: 'PLC menyatakan batch sudah berakhir, tetapi batch itu tidak pernah terlihat berjalan.',
    means: 'Hasilnya tidak dikirim ke Odoo sampai supervisor memutuskan.',
    next: 'Periksa di lapangan apakah batch itu berjalan. Lalu terima hasilnya, reset, atau batalkan batch.',
  },
  SLOT_ACKNOWLEDGE_LOST: {
    what: 'PLC terus menghapus flag "sudah dibaca" pada sebuah slot.',
    means: 'Hasilnya aman di sini, tetapi PLC mungkin tidak mengosongkan slot itu.',
    next: 'Minta teknisi listrik memeriksa flag READ slot ini di program PLC.',
  },
  SLOT_OVERWRITTEN: {
    what: 'Sebuah slot ditimpa sebelum PLC diberi tahu bahwa hasilnya sudah dibaca.',
    means: 'Hasilnya aman di sini. PLC tidak menunggu flag "sudah dibaca" slot ini.',
    next: 'Konfirmasi alarm ini. Jika muncul lagi, tanyakan teknisi listrik mengapa PLC tidak menunggu flag.',
  },
  GATE_STUCK: {
    what: 'PLC tidak mengonfirmasi bahwa MO yang terakhir ditulis sudah dibaca.',
    means: 'MO baru menunggu. Sementara itu tidak ada yang ditimpa di PLC.',
    next: 'Periksa penyebabnya bersama teknisi listrik. Setelah itu supervisor dapat melewatinya.',
  },
  RESULT_QUESTION: {
    what: 'Angka akhir batch meragukan: berat jadi 0, semua aktual 0, atau sama dengan target.',
    means: 'Hasilnya disimpan di sini dan tidak dikirim ke Odoo.',
    next: 'Cocokkan angkanya di lapangan. Lalu supervisor mengirim, mereset, atau membatalkan batch.',
  },
  BATCH_FAILED: {
    what: 'Batch gagal di PLC.',
    means: 'Batch ini tidak selesai. Sesuai pengaturan, MO dibatalkan di Odoo atau menunggu keputusan.',
    next: 'Periksa bahan yang sudah tertimbang dan alat yang dipakai batch ini.',
  },
  BATCH_STUCK: {
    what: 'Batch berjalan, tetapi nilainya sudah lama tidak berubah.',
    means: 'Penimbangan mungkin berhenti. Batch di belakangnya menunggu.',
    next: 'Periksa silo, timbangan, dan pintu keluar silo untuk batch ini di lapangan. Lalu periksa PLC.',
  },
  CONSUMPTION_DEVIATION: {
    what: 'Berat dari sebuah silo atau tangki cair di luar toleransi.',
    means: 'Batch mungkin tidak sesuai resep. Produksi tetap berjalan.',
    next: 'Periksa aliran bahan dan timbangan silo atau tangki cair itu, dan beri tahu bagian mutu.',
  },
  RESULT_WAITING: {
    what: 'Hasil atau laporan sudah lama menunggu Odoo atau menunggu keputusan.',
    means: 'Produksi tetap berjalan dan tidak ada yang hilang, tetapi data di Odoo belum terbaru.',
    next: 'Buka menu Gagal kirim, baca penyebabnya, lalu putuskan tindakannya.',
  },
  TASK_FAILING: {
    what: 'Sebuah tugas gagal beberapa kali berturut-turut.',
    means: 'Pekerjaan tugas ini tertunda. Tugas lain tetap berjalan.',
    next: 'Buka menu Tugas & log, lalu baca penyebab terakhir tugas ini.',
  },
  OUTBOX_NEARLY_FULL: {
    what: 'Daftar kirim ke Odoo hampir penuh.',
    means: 'Tidak ada yang hilang. Jika penuh, PLC harus menunggu dengan hasil baru.',
    next: 'Pulihkan sambungan ke Odoo dan selesaikan isi menu Gagal kirim.',
  },
  EQUIPMENT_FAILURE: {
    what: 'PLC melaporkan kegagalan alat.',
    means: 'Batch yang memakai alat ini dapat berhenti atau gagal.',
    next: 'Periksa alat yang disebut pada pesan dan hubungi bagian perawatan.',
  },
  EVENT_QUARANTINED: {
    what: 'Data kegagalan alat atau timbangan manual dari PLC tidak terbaca.',
    means: 'Data mentahnya disimpan di sini dan tidak dikirim ke Odoo. Produksi tetap berjalan.',
    next: 'Periksa di lapangan apa yang terjadi, dan sampaikan pesan ini ke teknisi listrik.',
  },
  EVENT_NOT_REPORTED: {
    what: 'Odoo menolak laporan kegagalan alat atau timbangan manual.',
    means: 'Laporan disimpan di sini, tetapi belum ada di Odoo. Produksi tetap berjalan.',
    next: 'Baca alasannya pada pesan, lalu perbaiki di Odoo, atau isi langsung di sana.',
  },
  EVENT_ACKNOWLEDGE_LOST: {
    what: 'PLC terus menghapus flag "sudah dibaca" pada kegagalan alat atau timbangan manual.',
    means: 'Data ini sudah tersimpan, tetapi PLC mungkin tidak menampilkan data berikutnya.',
    next: 'Minta teknisi listrik memeriksa flag ini di program PLC.',
  },
  INTAKE_MO_HELD_BACK: {
    what: 'MO dari Odoo tidak dapat dimuat dalam keadaan ini.',
    means: 'MO ini tidak diproduksi. MO lain dimuat seperti biasa.',
    next: 'Baca alasannya pada pesan dan perbaiki MO di Odoo: setelah itu MO diambil lagi.',
  },
  INTAKE_ROW_WITHOUT_SLOT: {
    what: 'Sebuah batch di antrean tidak punya slot di PLC.',
    means:
      'Batch ini tidak dapat berjalan dan tidak selesai sendiri: MO baru tidak dimuat sebelum ia hilang.',
    next: 'Batalkan batch ini, atau minta nomor slot kosong diisikan untuknya di database.',
  },
} satisfies PlantErrorTexts;
