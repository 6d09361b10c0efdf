package dev.valise.storm;

/** When a browser writes what it was told to disk, as far as anybody can say. */
enum Flushing {
  /** As {@link FakeBrowser} does. */
  OF_THE_FAKE {
    @Override
    boolean isCertain(Mark mark) {
      return mark.kind() == Mark.Kind.ITEM || isAtOnce(mark.text());
    }
  },
  /**
   * Cookies within 30 s (sqlite_persistent_cookie_store.cc), localStorage within a minute: before
   * that, nobody knows.
   */
  OF_CHROMIUM {
    @Override
    boolean isCertain(Mark mark) {
      return false;
    }
  };

  /** Whether it is on disk once the browser has answered. */
  abstract boolean isCertain(Mark mark);

  /** The rule of the fake for the cookie of this name, which ends with its number. */
  static boolean isAtOnce(String cookie) {
    return (cookie.charAt(cookie.length() - 1) - '0') % 2 == 0;
  }
}
