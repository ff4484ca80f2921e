import type { OperatorText } from '../operator-text.ts';

/** What the connection test found, and the next step, in Bahasa Indonesia. */
export const findings: OperatorText['findings'] = {
  ok: 'Berfungsi.',
  'not-checked': 'Tidak diuji, karena uji sebelumnya gagal.',
  'no-answer-in-time': 'Tidak ada jawaban dalam 3 detik. Uji lagi; bila tetap begitu, periksa jaringan.',
  'plc-silent': 'PLC tidak menjawab. Periksa alamat, port, daya, kabel, dan firewall.',
  'plc-not-sendable': 'Komputer ini tidak dapat mengirim ke PLC. Periksa kabel, alamat, dan netmask.',
  'plc-address-refused': 'Tabel node PLC memakai alamat lain untuk komputer ini. Periksa nomor node.',
  'plc-network-node': 'Nomor node komputer ini salah di jaringan PLC. Periksa nomor node.',
  'plc-node-wrong': 'PLC menjawab bahwa pesan bukan untuk node-nya. Periksa nomor node PLC.',
  'plc-node-unreachable': 'Tidak ada alat di nomor node PLC itu. Periksa pada sakelar unitnya.',
  'plc-command-unknown':
    'Ada alat yang menjawab, tetapi tidak seperti PLC ini. Periksa nomor node dan alamat.',
  'plc-routing': 'Tabel rute PLC tidak mengenal jalannya. Periksa nomor node dan tabel rute PLC.',
  'plc-busy': 'PLC sedang sibuk. Uji lagi sebentar lagi.',
  'plc-other-end-code': 'PLC menolak. Berikan kode yang ditunjukkan di sini kepada teknisi listrik.',
  'plc-program-mode': 'PLC dalam mode PROGRAM. Ubah ke RUN.',
  'plc-fatal-error': 'PLC mengalami kesalahan fatal dan berhenti. Panggil teknisi listrik.',
  'plc-address-range': 'Peta memori melampaui memori PLC ini. Pilih peta memori yang benar.',
  'plc-slot-ids': 'PLC berisi data lain di tempat nomor silo. Pilih peta memori yang benar.',
  'odoo-unreachable': 'Odoo tidak dapat dihubungi. Periksa alamatnya dan jaringan.',
  'odoo-timeout': 'Odoo terlalu lama menjawab. Uji lagi; bila tetap begitu, beri tahu teknisi IT.',
  'odoo-wrong-path':
    'Ada server web yang menjawab, tetapi bukan modul SCADA Odoo. Periksa alamat dan modulnya.',
  'odoo-http': 'Odoo menjawab dengan kesalahan pada servernya. Beri tahu teknisi IT.',
  'odoo-login-refused': 'Odoo menolak login. Periksa database, pengguna, dan kata sandi.',
  'odoo-rejected': 'Odoo menolak permintaan. Periksa hak pengguna itu di Odoo.',
  'odoo-unreadable': 'Yang menjawab bukan Odoo. Periksa alamatnya.',
  'database-unreachable': 'Database tidak dapat dipakai. Periksa alamat, pengguna, dan kata sandinya.',
};
