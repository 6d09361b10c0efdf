package dev.valise.chromium;

import java.nio.file.Path;
import java.util.List;

/** There is no Chromium to run. The message says where it was looked for and how to get one. */
public final class ChromiumNotFoundException extends RuntimeException {

  private final List<Path> lookedAt;

  ChromiumNotFoundException(String problem, List<Path> lookedAt) {
    super(
        """
        %s
        Looked at: %s
        To install one: apt-get install chromium (Debian), dnf install chromium (Fedora), \
        apk add chromium (Alpine), brew install --cask chromium (macOS); \
        or set VALISE_CHROMIUM to the path of a Chromium, Chrome or Edge.\
        """
            .formatted(problem, lookedAt));
    this.lookedAt = List.copyOf(lookedAt);
  }

  public List<Path> lookedAt() {
    return lookedAt;
  }
}
