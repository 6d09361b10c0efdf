package dev.valise.chromium.landlock;

import java.util.EnumSet;
import java.util.Set;

/** What the kernel of a machine is too old to refuse; later ABIs came with the versions named. */
public enum LandlockGap {
  /** Before 6.2: by truncate(2) a file can be emptied that can be neither read nor written. */
  TRUNCATION(3),

  /** Before 6.7: {@link TcpRules} have no effect. */
  TCP(4),

  /** Before 6.10: ioctl(2) on devices that may be opened, of which a browser gets none. */
  DEVICE_COMMANDS(5),

  /** Before 6.12: other processes of the same user can be sent signals, SIGKILL for one. */
  SIGNALS_AND_ABSTRACT_SOCKETS(6);

  private final int closedBy;

  LandlockGap(int closedBy) {
    this.closedBy = closedBy;
  }

  static Set<LandlockGap> of(int abi) {
    var gaps = EnumSet.allOf(LandlockGap.class);
    gaps.removeIf(gap -> abi >= gap.closedBy);
    return gaps;
  }
}
