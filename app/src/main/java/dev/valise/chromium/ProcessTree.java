package dev.valise.chromium;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * All processes of one browser: its main process, whatever descends from it, the rest of its
 * session, and those that left both but carry one of the browser's own paths in their arguments,
 * such as the crash handlers, which make themselves daemons. In a control group all of it is in the
 * group, and nothing else.
 *
 * <p>Thread-safe; each call looks anew.
 *
 * <p>In a room all of them but what stands for the browser outside descend from the first process
 * of the room, whoever started them.
 *
 * @param marks texts that occur in the arguments of this browser's processes and of no other
 * @param init the first process of its room, if it has one
 * @param user the user id that its processes have and no others, if there is one
 */
record ProcessTree(
    ProcessTable table,
    ProcessIdentity root,
    Set<String> marks,
    Init init,
    OptionalInt user,
    BrowserGroup group) {

  /** Finds the first process of a room; there may be none yet. */
  @FunctionalInterface
  interface Init {
    Init NONE = Optional::empty;

    Optional<ProcessIdentity> find();
  }

  ProcessTree {
    marks = Set.copyOf(marks);
  }

  /** Of a browser that has neither a room nor a user of its own. */
  ProcessTree(ProcessTable table, ProcessIdentity root, Set<String> marks, BrowserGroup group) {
    this(table, root, marks, Init.NONE, OptionalInt.empty(), group);
  }

  /** Of a browser in a room with namespaces. */
  ProcessTree(ProcessTable table, ProcessIdentity root, Init init, BrowserGroup group) {
    this(table, root, Set.of(), init, OptionalInt.empty(), group);
  }

  /** Of a browser in a room without namespaces. */
  ProcessTree(
      ProcessTable table,
      ProcessIdentity root,
      Set<String> marks,
      OptionalInt user,
      BrowserGroup group) {
    this(table, root, marks, Init.NONE, user, group);
  }

  /** Those that run, the main process first. */
  List<ProcessIdentity> members() {
    // No member is older than the main process; a good part of a machine is, and need not be read.
    List<ProcessEntry> candidates =
        table.list().stream()
            .filter(entry -> entry.identity().startedAt() >= root.startedAt())
            .filter(entry -> entry.pid() != ProcessHandle.current().pid())
            .toList();
    Optional<ProcessEntry> atRootPid =
        candidates.stream().filter(entry -> entry.pid() == root.pid()).findFirst();
    boolean pidReused = atRootPid.filter(entry -> !entry.identity().equals(root)).isPresent();
    // Asked after the list: who has a listed pid by now, but another start time, is not taken for
    // the one in the group when a signal is sent.
    Set<Long> inGroup = group.pids();
    Map<Long, List<ProcessEntry>> children =
        candidates.stream().collect(Collectors.groupingBy(ProcessEntry::parent));

    var found = new LinkedHashSet<ProcessIdentity>();
    Deque<ProcessEntry> toVisit = new ArrayDeque<>();
    if (!pidReused) {
      atRootPid.ifPresent(toVisit::add);
    }
    Optional<ProcessIdentity> first = init.find();
    candidates.stream()
        .filter(entry -> first.filter(entry.identity()::equals).isPresent())
        .forEach(toVisit::add);
    candidates.stream().filter(entry -> inGroup.contains(entry.pid())).forEach(toVisit::add);
    candidates.stream()
        .filter(entry -> (!pidReused && isInSession(entry)) || isMarked(entry))
        .forEach(toVisit::add);
    while (!toVisit.isEmpty()) {
      ProcessEntry entry = toVisit.remove();
      if (found.add(entry.identity())) {
        toVisit.addAll(children.getOrDefault(entry.pid(), List.of()));
      }
    }
    return List.copyOf(found);
  }

  /** A session has the pid of the process that founded it, so this one is the browser's own. */
  private boolean isInSession(ProcessEntry entry) {
    return entry.session().orElse(-1) == root.pid();
  }

  private boolean isMarked(ProcessEntry entry) {
    if (user.isPresent() && table.user(entry.pid()).equals(user)) {
      return true;
    }
    String commandLine = table.commandLine(entry.pid());
    return marks.stream().anyMatch(commandLine::contains);
  }

  /** Waits until none is left; false when the deadline comes first. */
  boolean awaitGone(Deadline deadline) throws InterruptedException {
    for (var members = members(); !members.isEmpty(); members = members()) {
      if (!awaitExit(members, deadline)) {
        return members().isEmpty();
      }
    }
    return true;
  }

  /** Asks the main process to end; it knows in what order the others may go. */
  void terminateMain() {
    signal(List.of(main()), HeldProcess::terminate);
  }

  /** In a room the oldest child of its first process: bubblewrap starts no other. */
  private ProcessIdentity main() {
    return init.find()
        .flatMap(first ->
            table.list().stream()
                .filter(entry -> entry.parent() == first.pid())
                .map(ProcessEntry::identity)
                .min(Comparator.comparingLong(ProcessIdentity::startedAt)))
        .orElse(root);
  }

  /**
   * Stops every process, also those that are started meanwhile: by its control group, after which
   * all stand still, or with SIGSTOP, which each has been sent when this returns.
   */
  void freeze() throws InterruptedException {
    if (group.freeze()) {
      return;
    }
    var stopped = new HashSet<ProcessIdentity>();
    for (var running = members(); stopped.addAll(running); running = members()) {
      signal(running, HeldProcess::stop);
    }
  }

  /** Lets every process go on, whichever way it was stopped. */
  void thaw() {
    group.thaw();
    signal(members(), HeldProcess::resume);
  }

  /**
   * Ends every process, also those that are started meanwhile. False when the deadline comes first,
   * which takes a process that the kernel itself holds up.
   */
  boolean kill(Deadline deadline) throws InterruptedException {
    // The kernel ends a room with its first process, at once and whoever is started meanwhile.
    signal(init.find().stream().toList(), HeldProcess::kill);
    group.kill(deadline);
    for (var members = members(); !members.isEmpty(); members = members()) {
      signal(members, HeldProcess::kill);
      if (!awaitExit(members, deadline)) {
        return members().isEmpty();
      }
    }
    return true;
  }

  private boolean awaitExit(List<ProcessIdentity> members, Deadline deadline)
      throws InterruptedException {
    for (ProcessIdentity member : members) {
      Optional<HeldProcess> held = HeldProcess.hold(member, table);
      if (held.isPresent()) {
        try (HeldProcess process = held.get()) {
          if (!process.awaitExit(deadline.remaining())) {
            return false;
          }
        }
      }
    }
    // Also after waits that were none: a member may be seen and yet be gone, again and again.
    return !deadline.isOver();
  }

  private void signal(List<ProcessIdentity> members, Consumer<HeldProcess> signal) {
    for (ProcessIdentity member : members) {
      HeldProcess.hold(member, table)
          .ifPresent(held -> {
            try (HeldProcess process = held) {
              signal.accept(process);
            }
          });
    }
  }
}
