package dev.valise.snapshot;

import java.util.regex.Pattern;

/**
 * One line of a preset.
 *
 * @param glob as it stands there
 */
record PresetRule(String glob, Pattern pattern, boolean folder, boolean onlyEmpty) {

  static PresetRule parse(String line) {
    int space = line.indexOf(' ');
    String verb = space < 0 ? line : line.substring(0, space);
    String glob = space < 0 ? "" : line.substring(space + 1).strip();
    boolean onlyEmpty =
        switch (verb) {
          case "drop" -> false;
          case "drop-empty" -> true;
          default -> throw new IllegalArgumentException("not a rule of a preset: " + line);
        };
    if (glob.isEmpty()) {
      throw new IllegalArgumentException("a rule without a pattern: " + line);
    }
    boolean folder = glob.endsWith("/");
    return new PresetRule(
        glob, compile(folder ? glob.substring(0, glob.length() - 1) : glob), folder, onlyEmpty);
  }

  boolean dropsFile(String path, long size) {
    return !folder && (!onlyEmpty || size == 0) && pattern.matcher(path).matches();
  }

  boolean dropsFolder(String path) {
    return folder && pattern.matcher(path).matches();
  }

  private static Pattern compile(String glob) {
    var regex = new StringBuilder();
    for (int i = 0; i < glob.length(); ) {
      if (glob.startsWith("{profile}", i)) {
        regex.append("(Default|Profile [^/]*)");
        i += "{profile}".length();
      } else if (glob.startsWith("**", i)) {
        regex.append(".*");
        i += 2;
      } else if (glob.charAt(i) == '*') {
        regex.append("[^/]*");
        i++;
      } else {
        regex.append(Pattern.quote(glob.substring(i, i + 1)));
        i++;
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
