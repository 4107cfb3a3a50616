// A QEMU plug-in that says, when a program ends, how many instructions a piece of work took that it timed several times:
// the longest stretch between two readings of the clock by one thread that was as long as the one before it, to a
// thousandth. Stretches of less than LEAST instructions are none. With functions=on it says instead where they were: for
// each translation block its instructions, its function and its code in hexadecimal bytes.
#include <glib.h>
#include <inttypes.h>
#include <qemu-plugin.h>
#include <stdio.h>
#include <string.h>

QEMU_PLUGIN_EXPORT int qemu_plugin_version = QEMU_PLUGIN_VERSION;

// Linux on arm64: include/uapi/asm-generic/unistd.h.
enum { SYSTEM_CALL_CLOCK_GETTIME = 113 };
enum { LEAST = 100000, MOST_THREADS = 32 };

struct counter {
  // One sum for each thread, so that threads need no lock.
  qemu_plugin_u64 executed;
  uint64_t at_last_reading[MOST_THREADS];
  uint64_t of_repeated;
  const char *function;
  char *code;
};

// The first counts everything; functions=on appends one for each block. QEMU translates under a lock.
static GPtrArray *counters;
static bool by_function;

static struct counter *add_counter(void) {
  struct counter *counter = g_new0(struct counter, 1);
  counter->executed = qemu_plugin_scoreboard_u64(qemu_plugin_scoreboard_new(sizeof(uint64_t)));
  g_ptr_array_add(counters, counter);
  return counter;
}

static struct counter *counter_of_block(struct qemu_plugin_tb *block) {
  struct counter *counter = add_counter();
  const char *function = qemu_plugin_insn_symbol(qemu_plugin_tb_get_insn(block, 0));
  counter->function = function ? function : "?";
  GString *code = g_string_new(NULL);
  for (size_t index = 0; index < qemu_plugin_tb_n_insns(block); index++) {
    uint8_t bytes[4];
    size_t count = qemu_plugin_insn_data(qemu_plugin_tb_get_insn(block, index), bytes, sizeof bytes);
    for (size_t byte = 0; byte < count; byte++) g_string_append_printf(code, "0x%02x,", bytes[byte]);
  }
  counter->code = g_string_free(code, FALSE);
  return counter;
}

static void translated(qemu_plugin_id_t id, struct qemu_plugin_tb *block) {
  struct counter *counter = by_function ? counter_of_block(block) : g_ptr_array_index(counters, 0);
  qemu_plugin_register_vcpu_tb_exec_inline_per_vcpu(block, QEMU_PLUGIN_INLINE_ADD_U64, counter->executed,
                                                    qemu_plugin_tb_n_insns(block));
}

static void system_call(qemu_plugin_id_t id, unsigned int thread, int64_t number, uint64_t a1, uint64_t a2, uint64_t a3,
                        uint64_t a4, uint64_t a5, uint64_t a6, uint64_t a7, uint64_t a8) {
  if (number != SYSTEM_CALL_CLOCK_GETTIME) return;
  static uint64_t before_of[MOST_THREADS], longest;
  thread %= MOST_THREADS;
  uint64_t before = before_of[thread];
  uint64_t since = 0;
  for (guint index = 0; index < counters->len; index++) {
    struct counter *counter = g_ptr_array_index(counters, index);
    since += qemu_plugin_u64_sum(counter->executed) - counter->at_last_reading[thread];
  }
  bool is_repeated = since >= LEAST && since - since / 1000 <= before && before <= since + since / 1000;
  is_repeated = is_repeated && longest <= since + since / 1000;
  if (is_repeated) longest = since;
  if (since >= LEAST) before_of[thread] = since;
  for (guint index = 0; index < counters->len; index++) {
    struct counter *counter = g_ptr_array_index(counters, index);
    uint64_t now = qemu_plugin_u64_sum(counter->executed);
    if (is_repeated) counter->of_repeated = now - counter->at_last_reading[thread];
    counter->at_last_reading[thread] = now;
  }
}

static void ended(qemu_plugin_id_t id, void *unused) {
  for (guint index = 0; index < counters->len; index++) {
    struct counter *counter = g_ptr_array_index(counters, index);
    if (!by_function)
      fprintf(stderr, "instructions %" PRIu64 "\n", counter->of_repeated);
    else if (counter->of_repeated > 0)
      fprintf(stderr, "block %" PRIu64 " %s %s\n", counter->of_repeated, counter->function, counter->code);
  }
}

QEMU_PLUGIN_EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info, int argc, char **argv) {
  for (int index = 0; index < argc; index++) by_function |= strcmp(argv[index], "functions=on") == 0;
  counters = g_ptr_array_new();
  add_counter();
  qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
  qemu_plugin_register_vcpu_syscall_cb(id, system_call);
  qemu_plugin_register_atexit_cb(id, ended, NULL);
  return 0;
}
