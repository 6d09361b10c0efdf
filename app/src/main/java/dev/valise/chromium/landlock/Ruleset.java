package dev.valise.chromium.landlock;

import dev.valise.chromium.libc.Descriptors;
import java.io.IOException;
import java.nio.file.Files;

/** Makes the kernel's object for rules. */
final class Ruleset {
  private static final int ABI_WITH_TCP = 4;
  private static final int ABI_WITH_SCOPES = 6;
  private static final long BIND = 1;
  private static final long CONNECT = 1 << 1;
  private static final long ABSTRACT_UNIX_SOCKETS = 1;
  private static final long SIGNALS = 1 << 1;

  private Ruleset() {}

  /**
   * A descriptor of the rules, one of the given ones.
   *
   * @throws IOException also when a file of a rule is missing
   */
  static int create(LandlockRules rules, int abi, Descriptors descriptors) throws IOException {
    long files = FileAccess.Bits.known(abi);
    long tcp = abi >= ABI_WITH_TCP ? BIND | CONNECT : 0;
    long scopes = abi >= ABI_WITH_SCOPES ? ABSTRACT_UNIX_SOCKETS | SIGNALS : 0;
    int ruleset = descriptors.adopt(KernelCalls.createRuleset(files, tcp, scopes));
    try (var named = new Descriptors()) {
      for (FileRule rule : rules.files()) {
        int file = named.open(rule.path(), Descriptors.PATH_ONLY);
        // Through the descriptor: the name could stand for another file by now.
        boolean isFolder = Files.isDirectory(Descriptors.again(file));
        KernelCalls.addFile(ruleset, file, rule.access().bits(isFolder) & files);
      }
    }
    if (tcp != 0) {
      for (int port : rules.tcp().connect()) {
        KernelCalls.addPort(ruleset, port, CONNECT);
      }
      for (int port : rules.tcp().bind()) {
        KernelCalls.addPort(ruleset, port, BIND);
      }
    }
    return ruleset;
  }
}
