import type { OperatorText } from '../operator-text.ts';

/** Why alarms are there, in Bahasa Indonesia. */
export const causes = {
  'plc-silent': 'PLC tidak menjawab. PLC terus ditanya sampai menjawab lagi.',
  'plc-program-mode': 'PLC dalam mode PROGRAM: batch di dalamnya berhenti.',
  'plc-stopped': 'PLC melaporkan kesalahan fatal, programnya berhenti ({text}).',
  'plc-fault': 'PLC melaporkan gangguan, programnya tetap berjalan ({text}).',
  'load-read-back-differs': 'MO di PLC berulang kali terbaca berbeda dari yang ditulis ({text}).',
  'load-unread': 'PLC belum membaca MO yang terakhir ditulis sejak {since}.',
  'load-ran-unreleased': 'PLC menjalankan MO yang belum pernah dilepas kepadanya.',
  'load-gate-zeroed': 'Pihak lain mengubah gerbang menjadi 0 selagi MO sedang ditulis.',
  'load-gate-without-orders': 'Gerbang bernilai 0, tetapi area WRITE berbeda dari yang ditulis.',
  'load-changed': 'Pihak lain mengubah area WRITE sebelum PLC membacanya.',
  'gate-closed': 'PLC belum membaca {orders}; gerbang tertutup sejak {since}.',
  'gate-closed-orders-unknown': 'PLC belum membaca MO sebelumnya; gerbang tertutup sejak {since}.',
  'gate-faulty': 'Gerbang slot {slot} berisi {value}, bukan 0 atau 1.',
  'slot-rejected': 'Ditolak seluruhnya: {text}.',
  'slot-shows-other-order': 'Slot menunjukkan {found}, seharusnya {mo_id}.',
  'slot-ended-unproven': 'Menurut PLC {mo_id} selesai, tetapi tidak pernah terlihat berjalan.',
  'slot-flag-taken-back': 'PLC berulang kali membatalkan flag untuk {mo_id}.',
  'slot-overwritten': 'Slot {slot} menunjukkan {found} sebelum PLC diberi tahu bahwa {mo_id} sudah dibaca.',
  'slot-emptied': 'Slot {slot} dikosongkan sebelum PLC diberi tahu bahwa {mo_id} sudah dibaca.',
  'failure-flag-taken-back':
    'PLC berulang kali membatalkan flag kegagalan alat terakhir, yang sudah disimpan.',
  'weighing-flag-taken-back':
    'PLC berulang kali membatalkan flag timbangan manual terakhir, yang sudah disimpan.',
  'batch-failed': '{mo_id} gagal di PLC.',
  'batch-stuck': '{mo_id} sedang berjalan, tetapi tidak ada yang berubah di slot {slot} sejak {since}.',
  'batch-stuck-nowhere': '{mo_id} sedang berjalan, tetapi tidak ada yang berubah sejak {since}.',
  'dosed-too-much':
    '{mo_id}: {equipment} menakar {actual_kg} kg, di atas target {target_kg} kg lebih dari {tolerance_kg} kg.',
  'dosed-too-little':
    '{mo_id}: {equipment} menakar {actual_kg} kg, di bawah target {target_kg} kg lebih dari {tolerance_kg} kg.',
  'result-zero-weight': '{mo_id} selesai, tetapi beratnya 0.',
  'result-all-actuals-zero': '{mo_id} selesai, tetapi semua takaran bernilai 0.',
  'result-actuals-equal-truncated-targets':
    '{mo_id} selesai, tetapi takarannya persis sama dengan target tanpa desimal.',
  'result-not-sent': '{mo_id} belum ada di Odoo dan menunggu sejak {since}.',
  'result-refused': '{mo_id} ditolak Odoo dan menunggu keputusan sejak {since}.',
  'result-held': '{mo_id} menunggu operator sejak {since}.',
  'result-not-stored': '{mo_id} sudah di Odoo, baris riwayatnya menunggu sejak {since}.',
  'row-without-slot':
    '{mo_id} ada di antrean tanpa slot (batch_no {value}). MO baru tidak dimuat sebelum itu beres.',
  'row-outside-slots':
    '{mo_id} ada di slot {slot}, yang tidak dimiliki PLC. MO baru tidak dimuat sebelum itu beres.',
  'order-unreadable': '{mo_id} tidak dimuat karena tidak dapat dibaca ({text}).',
  'order-state': '{mo_id} tidak dimuat karena statusnya ({text}).',
  'order-mo-name': '{mo_id} tidak dimuat karena namanya ({text}).',
  'order-quantity': '{mo_id} tidak dimuat karena jumlahnya ({text}).',
  'order-unit': '{mo_id} tidak dimuat karena satuannya ({text}).',
  'order-component-quantity': '{mo_id} tidak dimuat karena jumlah salah satu bahannya ({text}).',
  'order-equipment': '{mo_id} tidak dimuat karena alatnya ({text}).',
  'order-bom-size': '{mo_id} tidak dimuat karena ukuran resepnya ({text}).',
  'order-too-heavy': '{mo_id} tidak dimuat karena terlalu berat ({text}).',
  'order-nothing-to-dose': '{mo_id} tidak dimuat karena tidak ada yang ditakar ({text}).',
  'equipment-failed': '{equipment}: {text}, {plant_time} waktu pabrik.',
  'unknown-equipment-failed': 'Alat "{equipment}" tidak dikenal: {text}, {plant_time} waktu pabrik.',
  'failure-unreadable': 'Sebuah kegagalan alat tidak dapat dibaca: {text}.',
  'weighing-unreadable': 'Sebuah timbangan manual tidak dapat dibaca: {text}.',
  'event-refused': '{event} ditolak Odoo ({text}).',
  'failures-not-sent': 'Kegagalan alat belum ada di Odoo dan menunggu sejak {since}.',
  'failures-refused': 'Kegagalan alat ditolak Odoo dan menunggu sejak {since}.',
  'weighings-not-sent': 'Timbangan manual belum ada di Odoo dan menunggu sejak {since}.',
  'weighings-refused': 'Timbangan manual ditolak Odoo dan menunggu sejak {since}.',
  'task-fails': 'TASK {task} gagal berulang kali ({text}).',
  'results-nearly-full':
    'Lebih dari 80 % tempat untuk {limit} hasil batch terpakai: bila penuh, PLC harus menunggu.',
  'events-nearly-full':
    'Lebih dari 80 % tempat untuk {limit} kejadian PLC terpakai: bila penuh, PLC harus menunggu.',
} satisfies OperatorText['causes'];
