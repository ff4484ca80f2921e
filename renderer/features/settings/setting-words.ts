export const SETTING_GROUPS = ['plc', 'odoo', 'tasks', 'batches', 'station', 'training', 'other'] as const;
export type SettingGroup = (typeof SETTING_GROUPS)[number];

interface Words {
  readonly group: SettingGroup;
  /** What it is, in Bahasa Indonesia; English comes with the setting. */
  readonly id: string;
}

const group = (name: SettingGroup, words: Readonly<Record<string, string>>): [string, Words][] =>
  Object.entries(words).map(([setting, id]) => [setting, { group: name, id }]);

/** Every setting of the station by its first name: where it stands on the screen, and its meaning. */
const WORDS: ReadonlyMap<string, Words> = new Map([
  ...group('plc', {
    PLC_IP: 'Alamat PLC. Bersama ODOO_URL menjadikan stasiun ini produktif.',
    PLC_PORT: 'Port UDP pada PLC.',
    PLC_PROTOCOL: 'Pengangkut FINS; hanya UDP.',
    CLIENT_NODE: 'Nomor node FINS stasiun ini; bila kosong: oktet terakhir alamatnya sendiri.',
    PLC_NODE: 'Nomor node FINS milik PLC; bila kosong: oktet terakhir alamat PLC.',
    PLC_READ_TIMEOUT_MS: 'Lama menunggu balasan saat membaca.',
    PLC_WRITE_TIMEOUT_MS: 'Lama menunggu balasan saat menulis.',
    PLC_PROBE_INTERVAL_MS: 'Seberapa sering sambungan yang putus dicoba lagi.',
    PLC_PROFILE: 'Tata letak memori PLC.',
    ACCEPTANCE_FOLLOW_SECONDS: 'Berapa lama area READ diawasi rapat setelah muatan, apa pun jeda tugas 2.',
    GATE_STUCK_SECONDS: 'Muatan yang belum dibaca PLC setelah waktu ini menjadi alarm.',
  }),
  ...group('odoo', {
    ODOO_URL: 'Server Odoo. Bersama PLC_IP menjadikan stasiun ini produktif.',
    ODOO_DATABASE: 'Nama basis data Odoo.',
    ODOO_USERNAME: 'Nama masuk di Odoo.',
    ODOO_PASSWORD: 'Kata sandi di Odoo.',
    ODOO_TIMEOUT_MS: 'Lama menunggu jawaban Odoo.',
    ODOO_EQUIPMENT_FAILURE_PATH: 'Alamat laporan kerusakan alat; alamat lain dicoba setelah 404.',
    WEIGHING_EQUIPMENT: 'Alat tempat timbangan manual dicatat bila bahannya tidak punya alat.',
    PUSH_MAX_PER_SECOND: 'Hasil terbanyak per detik ke Odoo, juga sesudah gangguan.',
    CLOSE_POLICY: 'Apakah MO yang selesai juga ditutup di Odoo.',
  }),
  ...group('tasks', {
    INTERVAL_PRESET: 'Kumpulan jeda tugas yang menjadi dasar jeda di bawah.',
    ENABLE_AUTO_SYNC: 'Sakelar utama semua pengatur waktu; tugas tetap bisa dijalankan dengan tangan.',
    ENABLE_TASK_1_AUTO_SYNC: 'Tugas 1, mengambil MO dari Odoo.',
    ENABLE_TASK_2_PLC_READ: 'Tugas 2, membaca batch dari PLC.',
    ENABLE_TASK_3_PROCESS_COMPLETED: 'Tugas 3, mengirim hasil ke Odoo.',
    ENABLE_TASK_4_HEALTH_MONITOR: 'Tugas 4, kesehatan batch yang berjalan.',
    ENABLE_TASK_5_EQUIPMENT_FAILURE: 'Tugas 5, kerusakan alat.',
    ENABLE_TASK_6_LOG_CLEANUP: 'Tugas 6, membersihkan log.',
    ENABLE_TASK_7_MANUAL_WEIGHING: 'Tugas 7, timbangan manual.',
    SYNC_INTERVAL_SECONDS: 'Jeda tugas 1; juga langsung berjalan begitu antrean kosong.',
    PLC_READ_INTERVAL_SECONDS: 'Jeda tugas 2.',
    PROCESS_COMPLETED_INTERVAL_SECONDS: 'Jeda tugas 3; juga langsung berjalan begitu batch selesai.',
    HEALTH_MONITOR_INTERVAL_SECONDS: 'Jeda tugas 4.',
    EQUIPMENT_FAILURE_INTERVAL_SECONDS: 'Jeda tugas 5.',
    LOG_CLEANUP_INTERVAL_SECONDS: 'Jeda tugas 6.',
    MANUAL_WEIGHING_INTERVAL_SECONDS: 'Jeda tugas 7.',
  }),
  ...group('batches', {
    SYNC_BATCH_LIMIT: 'MO terbanyak sekali ambil; tidak pernah lebih dari jumlah slot PLC.',
    INTAKE_GATE: 'Kapan MO baru diambil: hanya setelah semua selesai, atau slot demi slot.',
    EXPECTED_BATCH_MAX_KG: 'Batch terbesar pabrik ini.',
    BATCH_WEIGHT_WARN_MARGIN_KG: 'Kelonggaran di atas batch terbesar; di atasnya berat dianggap salah.',
    BATCH_STUCK_THRESHOLD_SECONDS: 'Batch berjalan yang angkanya diam lebih lama disebut macet.',
    CONSUMPTION_TOLERANCE_PERCENT: 'Bahan yang lebih jauh dari targetnya menjadi alarm.',
    CONSUMPTION_TOLERANCE_KG: 'Toleransi terkecil satu bahan, sekecil apa pun targetnya.',
    RESULT_WAIT_ALARM_SECONDS: 'Hasil atau kerusakan alat yang menunggu lebih lama menjadi alarm.',
    ZERO_WEIGHT: 'Batch selesai tanpa berat: tanya operator, atau kirim pemakaian dan biarkan MO terbuka.',
    FAILED_BATCH_POLICY: 'Batch gagal: batalkan MO di Odoo, atau tunggu operator.',
  }),
  ...group('station', {
    DATABASE_URL: 'Server PostgreSQL; bila kosong: milik sendiri di folder data.',
    BATCHLINE_API_TOKEN: 'Token API HTTP; bila kosong: dibuat di folder data.',
    HTTP_HOST: 'Tempat API dan layar dilayani. Selain loopback membuka jaringan, tanpa penyandian.',
    CONTROL_LOCK_SECONDS: 'Tanpa kegiatan selama ini layar meminta PIN lagi; yang terlihat tetap terlihat.',
    TIMEZONE: 'Zona waktu pabrik.',
    LOG_LEVEL: 'Baris log paling tidak penting yang masih dicatat.',
    LOG_RETENTION_DAYS: 'Umur baris system_log saat dihapus.',
    LOG_CLEANUP_KEEP_LAST: 'Baris terbaru yang selalu disimpan.',
  }),
  ...group('training', {
    TRAINING_SPEED: 'Kecepatan menimbang pabrik latihan.',
    TRAINING_SEED: 'Benih yang sama, pabrik latihan yang sama.',
  }),
]);

/** Notification settings have a page of their own. */
export function isNotificationSetting(name: string): boolean {
  return name.startsWith('NOTIFY_');
}

export function groupOf(name: string): SettingGroup {
  return WORDS.get(name)?.group ?? 'other';
}

/** The meaning in Bahasa Indonesia; undefined for a setting that this screen does not know. */
export function indonesianAbout(name: string): string | undefined {
  return WORDS.get(name)?.id;
}

export const KNOWN_SETTINGS: readonly string[] = [...WORDS.keys()];
