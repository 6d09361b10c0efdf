package dev.valise.chromium.limits;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The controllers of cgroup v2 that limit browsers, under the kernel's names in lower case. */
enum Controller {
  MEMORY,
  PIDS,
  CPU;

  /** Those in a list as {@code cgroup.controllers} has it. */
  static Set<Controller> in(String list) {
    List<String> names = List.of(list.strip().split("\\s+"));
    var found = EnumSet.noneOf(Controller.class);
    Arrays.stream(values())
        .filter(controller -> names.contains(controller.kernelName()))
        .forEach(found::add);
    return found;
  }

  /** As {@code cgroup.subtree_control} wants them. */
  static String enabling(Set<Controller> controllers) {
    return controllers.stream()
        .sorted()
        .map(controller -> "+" + controller.kernelName())
        .collect(Collectors.joining(" "));
  }

  private String kernelName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
