package main

import (
	"archive/tar"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// maxProgramBytes is what the packed program may have at most, 8 MB (it has 7.7): above it
// something big has been linked in by accident, as text/template is by a template; or much
// that is small, as slices.SortStableFunc is, 10 KB for each type of struct that it sorts.
const maxProgramBytes = 8_000_000

// TestDist makes a release of the commit for this machine, and once more as somebody else
// would; looks into what there is; and installs the Debian package into a root of its own.
// What is not committed is not in a release, nor in this test. It takes a minute of a
// processor, so it is for CI: "CI=true go test -run TestDist ./cmd/botec" elsewhere.
func TestDist(t *testing.T) {
	if os.Getenv("CI") == "" || runtime.GOOS != "linux" {
		t.Skip("builds a release")
	}
	for _, tool := range []string{"git", "dpkg-deb", "bash"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(err)
		}
	}
	if err := exec.Command("git", "cat-file", "-e", "HEAD:./../../.ci/dist").Run(); err != nil {
		t.Skip("not in a repository")
	}
	cache, err := exec.Command("go", "env", "GOCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	dist := t.TempDir()
	env := append(os.Environ(), "DIST="+dist, "PLATFORMS=linux/"+runtime.GOARCH, "REPRODUCE_GOCACHE="+strings.TrimSpace(string(cache)))
	for _, script := range []string{"dist", "reproduce"} {
		c := exec.Command("bash", "../../.ci/"+script)
		c.Env = env
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v:\n%s", script, err, out)
		}
	}
	t.Run("archive", func(t *testing.T) { lookIntoArchive(t, only(t, dist, "*.tar.gz")) })
	t.Run("components", func(t *testing.T) { lookIntoComponents(t, only(t, dist, "*.cdx.json")) })
	t.Run("package", func(t *testing.T) { installPackage(t, only(t, dist, "*.deb")) })
}

// TestReleaseWorkflow holds the workflow to targets that there are: what it does can be
// done anywhere.
func TestReleaseWorkflow(t *testing.T) {
	workflow, err := os.ReadFile("../../.github/workflows/release.yml")
	if err != nil {
		t.Fatal(err)
	}
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	var ran []string
	for line := range strings.Lines(string(workflow)) {
		if _, command, ok := strings.Cut(line, "run: "); ok {
			target, ok := strings.CutPrefix(strings.TrimSpace(command), "make ")
			if !ok || !strings.Contains(string(makefile), "\n"+target+":") {
				t.Errorf("%q is no target", command)
			}
			ran = append(ran, target)
		}
	}
	if want := []string{"check", "dist", "reproduce", "draft"}; !slices.Equal(ran, want) {
		t.Errorf("the workflow makes %q, want %q", ran, want)
	}
}

// only is the one file with such a name.
func only(t *testing.T, dir, pattern string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, pattern))
	if err != nil || len(found) != 1 {
		t.Fatalf("%s: %q, %v", pattern, found, err)
	}
	return found[0]
}

func lookIntoArchive(t *testing.T, path string) {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // nothing was written
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	top := strings.TrimSuffix(filepath.Base(path), ".tar.gz") + "/"
	var names []string
	for r := tar.NewReader(unzipped); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		name, ok := strings.CutPrefix(h.Name, top)
		if !ok || h.Uid != 0 || h.Gid != 0 || h.Uname != "" || h.Mode != 0o644 && h.Mode != 0o755 {
			t.Errorf("%+v", h)
		}
		names = append(names, name)
		if name == "botec" && (h.Mode != 0o755 || h.Size > maxProgramBytes) {
			t.Errorf("the program has mode %o and %d bytes, %d are allowed", h.Mode, h.Size, maxProgramBytes)
		}
	}
	for _, want := range []string{"botec", "README.md", "LICENSE", "CHANGELOG.md", "man/botec-run.1", "man/botec-language.7", "completions/botec.bash", "completions/botec.zsh", "completions/botec.fish", "completions/botec.ps1", "licenses/go/LICENSE", "licenses/github.com/spf13/cobra/LICENSE.txt", "licenses/gopkg.in/yaml.v3/NOTICE"} {
		if !slices.Contains(names, want) {
			t.Errorf("%s is not in %q", want, names)
		}
	}
}

// lookIntoComponents holds the list of components to what the program was built of.
func lookIntoComponents(t *testing.T, path string) {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var list struct {
		BOMFormat  string `json:"bomFormat"`
		Components []struct {
			Name     string            `json:"name"`
			Evidence map[string]any    `json:"evidence"`
			Licenses []json.RawMessage `json:"licenses"`
		} `json:"components"`
	}
	if err := json.Unmarshal(data, &list); err != nil || list.BOMFormat != "CycloneDX" {
		t.Fatalf("%q, %v", list.BOMFormat, err)
	}
	c := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}{{end}}{{end}}", ".")
	c.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Fields(string(out))
	slices.Sort(want)
	var got []string
	for _, c := range list.Components {
		got = append(got, c.Name)
		if len(c.Licenses) == 0 && len(c.Evidence) == 0 {
			t.Errorf("%s has no licence", c.Name)
		}
	}
	slices.Sort(got)
	if want = slices.Compact(want); !slices.Equal(got, want) {
		t.Errorf("the components are %q, want %q", got, want)
	}
}

// installPackage installs the package into an empty root, where botec is all there is.
func installPackage(t *testing.T, deb string) {
	if os.Geteuid() != 0 {
		t.Skip("installing is for root")
	}
	if _, err := exec.LookPath("dpkg"); err != nil {
		t.Skip(err)
	}
	root := t.TempDir()
	for _, dir := range []string{"updates", "info", "triggers"} {
		if err := os.MkdirAll(filepath.Join(root, "var/lib/dpkg", dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(root, "var/lib/dpkg/status"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	dpkg := func(args ...string) {
		t.Helper()
		if out, err := exec.Command("dpkg", append([]string{"--root=" + root, "--force-script-chrootless", "--log=/dev/null"}, args...)...).CombinedOutput(); err != nil {
			t.Fatalf("dpkg %q: %v: %s", args, err, out)
		}
	}
	dpkg("--install", deb)
	out, err := exec.Command("chroot", root, "/usr/bin/botec", "run", "netflix", "--only", "storage").CombinedOutput()
	if err != nil || !strings.Contains(string(out), "1,825 PB") {
		t.Errorf("botec run netflix: %v: %s", err, out)
	}
	for _, file := range []string{"bin/botec", "share/man/man1/botec-run.1.gz", "share/man/man7/botec-language.7.gz", "share/bash-completion/completions/botec", "share/zsh/vendor-completions/_botec", "share/fish/vendor_completions.d/botec.fish", "share/doc/botec/copyright", "share/doc/botec/changelog.gz"} {
		if info, err := os.Stat(filepath.Join(root, "usr", file)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", file, err)
		}
	}
	dpkg("--verify", "botec")
	if _, err := exec.LookPath("lintian"); err == nil {
		if out, err := exec.Command("lintian", "--allow-root", "--fail-on", "error,warning", deb).CombinedOutput(); err != nil {
			t.Errorf("lintian: %v: %s", err, out)
		}
	}
	dpkg("--purge", "botec")
	if left, err := filepath.Glob(filepath.Join(root, "usr/bin/*")); err != nil || len(left) > 0 {
		t.Errorf("purging leaves %q, %v", left, err)
	}
}
