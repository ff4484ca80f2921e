import { causes } from './id/causes.ts';
import { findings } from './id/findings.ts';
import { plantErrors } from './id/plant-errors.ts';
import { systemErrors } from './id/system-errors.ts';
import type { OperatorText } from './operator-text.ts';

/** The operators' texts in Bahasa Indonesia. */
export const id = {
  causes,
  findings,
  errors: { ...plantErrors, ...systemErrors },
  consequences: {
    'plc-nothing': 'Tidak ada yang berubah di PLC.',
    'plc-keeps-order': 'PLC tetap menyimpan {mo_id} di slot {slot} dan masih dapat menjalankannya.',
    'plc-may-keep-order': 'Slot {mo_id} tidak diketahui: PLC mungkin masih menyimpan dan menjalankannya.',
    'plc-gate-opens': 'MO yang terakhir ditulis dianggap sudah dibaca PLC: MO berikutnya boleh ditulis.',
    'plc-order-overwritten': 'MO berikutnya menimpa {mo_id} di slot {slot}.',
    'plc-unreadable-overwritten': 'MO berikutnya menimpa MO di slot {slot} yang nomornya tidak terbaca.',
    'plc-order-written': 'PLC menerima lagi {mo_id} di slot {slot} dan menjalankannya.',
    'plc-flag-set': 'Flag di D{address} menjadi {value}.',
    'plc-status-forced': 'Status di D{address} menjadi {value}.',
    'plc-slot-acknowledged': 'Slot {slot} ditandai sudah dibaca.',
    'plc-orders-written-if-room': 'MO baru ditulis ke PLC bila masih ada tempat.',
    'plc-read-and-acknowledged':
      'Batch dibaca; yang selesai dan sudah tersimpan ditandai sudah dibaca di PLC.',
    'plc-events-acknowledged': 'Laporan PLC dibaca, dan ditandai sudah dibaca setelah tersimpan.',
    'database-nothing': 'Tidak ada yang berubah di database.',
    'database-load-given-up':
      'Stasiun tidak lagi menunggu PLC membaca MO yang terakhir ditulis; MO itu tetap di antrean.',
    'database-row-cancelled':
      '{mo_id} pindah ke riwayat sebagai dibatalkan, beserta berat yang sudah tertimbang.',
    'database-queue-cancelled':
      'Antrean ({batches} batch) pindah ke riwayat sebagai dibatalkan, kecuali yang sudah dikonfirmasi Odoo.',
    'database-result-forgotten': 'Hasil akhir {mo_id} dihapus: statusnya kembali ke 0/0.',
    'database-actuals-cleared': 'Berat aktual {mo_id} dikosongkan.',
    'database-result-taken': 'Data {mo_id} yang ditunjukkan PLC sekarang diambil sebagai hasilnya.',
    'database-row-archived': '{mo_id} pindah ke riwayat.',
    'database-result-held': 'Hasil {mo_id} ditahan sampai ada yang melepasnya.',
    'database-alarms-acknowledged': 'Dicatat bahwa alarm ({alarms}) sudah dilihat, dan oleh siapa.',
    'database-alarm-shelved': 'Alarm disisihkan selama {minutes} menit; setelah itu muncul lagi sendiri.',
    'database-alarm-unshelved': 'Alarm langsung muncul lagi jika penyebabnya masih ada.',
    'database-alarm-commented': 'Komentar tersimpan pada alarm dan riwayatnya.',
    'database-orders-queued': 'MO itu masuk ke antrean.',
    'database-batches-updated': 'Batch dalam antrean mendapat nilai yang dibaca.',
    'database-confirmed-archived': 'Yang sudah dikonfirmasi Odoo pindah ke riwayat.',
    'database-events-noted': 'Laporan itu dicatat.',
    'database-old-rows-removed': 'Baris log lama dan catatan lama lainnya dihapus.',
    'odoo-nothing': 'Tidak ada yang berubah di Odoo.',
    'odoo-order-cancelled': '{mo_id} dibatalkan di Odoo.',
    'odoo-order-stays-open': '{mo_id} tetap seperti sekarang di Odoo: tutup atau batalkan di sana.',
    'odoo-result-sent': 'Hasil {mo_id} dikirim ke Odoo.',
    'odoo-waiting-results-sent': 'Hasil yang menunggu dikirim.',
    'odoo-events-reported': 'Laporan itu dikirim.',
    'odoo-result-not-sent': 'Hasil {mo_id} tidak dikirim ke Odoo.',
  },
  tasks: {
    1: 'Ambil MO',
    2: 'Baca PLC',
    3: 'Kirim ke Odoo',
    4: 'Kesehatan',
    5: 'Kegagalan alat',
    6: 'Bersihkan log',
    7: 'Timbangan manual',
  },
  phases: {
    loading: 'Sedang ditulis ke PLC',
    written: 'Menunggu PLC',
    queued: 'Antre di PLC',
    running: 'Berjalan',
    unproven: 'Selesai tanpa bukti',
    question: 'Perlu keputusan',
    reporting: 'Menunggu Odoo',
    refused: 'Ditolak Odoo',
    confirmed: 'Terkirim ke Odoo',
  },
  notifications: {
    'batch-failed': 'Batch gagal',
    'equipment-failure': 'Kegagalan alat',
    'result-refused': 'Odoo menolak hasil',
    'plc-link-lost': 'PLC tidak menjawab',
    'intake-blocked': 'MO baru tertahan',
  },
  notifiedTimes: '{times} kali sejak pemberitahuan terakhir.',
  roles: { viewer: 'Pemantau', operator: 'Operator', supervisor: 'Supervisor' },
} satisfies OperatorText;
