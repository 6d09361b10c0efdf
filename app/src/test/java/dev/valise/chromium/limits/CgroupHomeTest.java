package dev.valise.chromium.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.chromium.limits.CgroupHome.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against files as the kernel has them, because no machine has all arrangements. */
class CgroupHomeTest {
  private static final long PID = 4711;

  @TempDir Path folder;
  private Path mount;
  private Path own;

  @BeforeEach
  void aServiceOfSystemdThatIsDelegated() throws IOException {
    mount = Files.createDirectories(folder.resolve("cgroup"));
    inGroup("/system.slice/valise.service", "/");
    own = group("system.slice/valise.service", "cpuset cpu io memory pids", "4711\n");
    group("system.slice/valise.service/server", "", "");
  }

  private void inGroup(String group, String mountedRoot) throws IOException {
    Path self = Files.createDirectories(folder.resolve("proc/self"));
    Files.writeString(self.resolve("cgroup"), "3:cpuset:/\n1:name=systemd:/x\n0::" + group + "\n");
    Files.writeString(
        self.resolve("mountinfo"),
        """
        22 1 0:20 / /proc rw,nosuid - proc proc rw
        29 23 0:25 / /sys/fs/cgroup/cpu rw,relatime shared:5 - cgroup cgroup rw,cpu
        30 23 0:26 %s %s rw,relatime shared:4 - cgroup2 cgroup2 rw,nsdelegate
        """
            .formatted(mountedRoot, mount));
  }

  private Path group(String name, String controllers, String processes) throws IOException {
    Path group = Files.createDirectories(mount.resolve(name));
    Files.writeString(group.resolve("cgroup.type"), "domain\n");
    Files.writeString(group.resolve("cgroup.controllers"), controllers + "\n");
    Files.writeString(group.resolve("cgroup.subtree_control"), "");
    Files.writeString(group.resolve("cgroup.procs"), processes);
    Files.writeString(group.resolve("cgroup.freeze"), "0\n");
    Files.writeString(group.resolve("cgroup.kill"), "");
    return group;
  }

  private Optional<CgroupHome> claim() {
    return CgroupHome.claim(folder.resolve("proc"), PID);
  }

  @Test
  void aServerAloneInADelegatedGroupMovesIntoALeafAndHandsTheControllersOn() {
    assertThat(claim()).contains(new CgroupHome(own, Set.of(Controller.values())));
    assertThat(own.resolve("server/cgroup.procs")).hasContent("4711");
    assertThat(own.resolve("cgroup.subtree_control")).hasContent("+memory +pids +cpu");
  }

  @Test
  void onlyControllersThatAreThereAreHandedOn() throws IOException {
    Files.writeString(own.resolve("cgroup.controllers"), "memory hugetlb\n");
    assertThat(claim()).contains(new CgroupHome(own, Set.of(Controller.MEMORY)));
    assertThat(own.resolve("cgroup.subtree_control")).hasContent("+memory");
  }

  @Test
  void aGroupWithOtherProcessesIsNotRearranged() throws IOException {
    Files.writeString(own.resolve("cgroup.procs"), "4711\n4712\n");
    assertThat(claim()).contains(new CgroupHome(own, Set.of()));
    assertThat(own.resolve("server/cgroup.procs")).isEmptyFile();
    assertThat(own.resolve("cgroup.subtree_control")).isEmptyFile();
  }

  @Test
  void aServerThatIsInTheLeafAlreadyUsesTheGroupAround() throws IOException {
    inGroup("/system.slice/valise.service/server", "/");
    Files.writeString(own.resolve("cgroup.procs"), "");
    assertThat(claim()).contains(new CgroupHome(own, Set.of(Controller.values())));
    assertThat(own.resolve("cgroup.subtree_control")).hasContent("+memory +pids +cpu");
  }

  @Test
  void whereCgroupV1HasTheControllersGroupsAreForFreezingOnly() throws IOException {
    Files.writeString(own.resolve("cgroup.controllers"), "\n");
    assertThat(claim()).contains(new CgroupHome(own, Set.of()));
  }

  @Test
  void aContainerSeesItsGroupAsTheRootOfTheMount() throws IOException {
    inGroup("/docker/abc", "/docker/abc");
    Path container = group(".", "memory pids", "4711\n");
    group("server", "", "");
    assertThat(claim())
        .contains(
            new CgroupHome(container.normalize(), Set.of(Controller.MEMORY, Controller.PIDS)));
  }

  @Test
  void thereIsNoHomeInAGroupThatIsNotMountedOrHasNotTheFiles() throws IOException {
    inGroup("/../elsewhere", "/");
    assertThat(claim()).isEmpty();
    inGroup("/system.slice/valise.service", "/docker/abc");
    assertThat(claim()).isEmpty();
    inGroup("/system.slice/valise.service", "/");
    Files.delete(own.resolve("cgroup.kill"));
    assertThat(claim()).isEmpty();
    Files.delete(folder.resolve("proc/self/mountinfo"));
    assertThat(claim()).isEmpty();
  }

  @Test
  void limitsBecomeTheKernelsFiles() {
    var home = new CgroupHome(own, Set.of(Controller.values()));
    BrowserLimits limits = BrowserLimits.none().withMemory(2L << 30).withTasks(1000).withCpus(1.5);
    assertThat(home.settings(limits))
        .containsExactly(
            new Setting("memory.max", "2147483648"),
            new Setting("memory.oom.group", "1"),
            new Setting("pids.max", "1000"),
            new Setting("cpu.max", "150000 100000"));
    assertThat(home.settings(BrowserLimits.none())).isEmpty();
    assertThat(new CgroupHome(own, Set.of(Controller.CPU)).settings(limits))
        .containsExactly(new Setting("cpu.max", "150000 100000"));
  }
}
