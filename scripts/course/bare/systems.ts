const DEBIAN = {
  components: "main",
  script: "sid",
};
const UBUNTU = {
  components: "main,universe",
  script: "gutsy",
};

/** A system that debootstrap makes. */
export interface System {
  suite: string;
  /** Where packages come from; debootstrap knows a place if this is missing. */
  mirror?: string;
  components: string;
  /** The script of debootstrap's that knows all newer suites, too. */
  script: string;
}

/** The systems in which the project is tried before a release. */
export const SYSTEMS: Readonly<Record<string, System>> = {
  "debian-12": { suite: "bookworm", ...DEBIAN },
  "debian-13": { suite: "trixie", ...DEBIAN },
  "ubuntu-24.04": { suite: "noble", ...UBUNTU },
  "ubuntu-26.04": { suite: "resolute", ...UBUNTU },
};
