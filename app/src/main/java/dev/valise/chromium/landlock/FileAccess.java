package dev.valise.chromium.landlock;

/**
 * What a process may do with a file, or with a folder and all below it. The bits are those of
 * include/uapi/linux/landlock.h. None of them has MAKE_CHAR, MAKE_BLOCK or IOCTL_DEV: no browser
 * makes devices or speaks to one other than by reading and writing.
 */
public enum FileAccess {
  /** Read files, list folders. */
  READ(Bits.READ_FILE | Bits.READ_DIR),

  /** The same, and run programs. */
  RUN(Bits.READ_FILE | Bits.READ_DIR | Bits.EXECUTE),

  /** Read, list, and write to files that are there; nothing is made, moved or removed. */
  UPDATE(Bits.READ_FILE | Bits.READ_DIR | Bits.WRITE_FILE | Bits.TRUNCATE),

  /**
   * Make, use and remove files whose names one knows, without a look at the other names: for {@code
   * /dev/shm}, which all browsers of one user share, and where names are random.
   */
  UNLISTED(Bits.READ_FILE | Bits.WRITE_FILE | Bits.TRUNCATE | Bits.MAKE_REG | Bits.REMOVE_FILE),

  /** Everything but running programs. */
  OWN(
      Bits.READ_FILE
          | Bits.READ_DIR
          | Bits.WRITE_FILE
          | Bits.TRUNCATE
          | Bits.MAKE_REG
          | Bits.MAKE_DIR
          | Bits.MAKE_SYM
          | Bits.MAKE_SOCK
          | Bits.MAKE_FIFO
          | Bits.REMOVE_FILE
          | Bits.REMOVE_DIR
          | Bits.REFER);

  private final long bits;

  FileAccess(long bits) {
    this.bits = bits;
  }

  /** As landlock_add_rule(2) wants them: a right that only folders have is refused for a file. */
  long bits(boolean isFolder) {
    return isFolder ? bits : bits & Bits.OF_FILES;
  }

  /** LANDLOCK_ACCESS_FS_*. */
  static final class Bits {
    static final long EXECUTE = 1;
    static final long WRITE_FILE = 1 << 1;
    static final long READ_FILE = 1 << 2;
    static final long READ_DIR = 1 << 3;
    static final long REMOVE_DIR = 1 << 4;
    static final long REMOVE_FILE = 1 << 5;
    static final long MAKE_DIR = 1 << 7;
    static final long MAKE_REG = 1 << 8;
    static final long MAKE_SOCK = 1 << 9;
    static final long MAKE_FIFO = 1 << 10;
    static final long MAKE_SYM = 1 << 12;

    /** Moving a file to another folder: never possible before ABI 2, even within one's own. */
    static final long REFER = 1 << 13;

    /** Since ABI 3; before, nobody can be kept from cutting a file off by its name. */
    static final long TRUNCATE = 1 << 14;

    /** Since ABI 5. */
    static final long IOCTL_DEV = 1 << 15;

    static final long OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV;

    private Bits() {}

    /** Every right that a kernel with this ABI can take away. */
    static long known(int abi) {
      long known = REFER - 1;
      if (abi >= 2) {
        known |= REFER;
      }
      if (abi >= 3) {
        known |= TRUNCATE;
      }
      if (abi >= 5) {
        known |= IOCTL_DEV;
      }
      return known;
    }
  }
}
