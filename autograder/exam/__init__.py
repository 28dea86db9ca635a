"""The exam: two processes, one notebook. The grade is decided outside the process that runs the student's code.

`engine` is the way in (`examine`), `results` what comes out. With `start` begins a parent that is `warm`: it has had its `rehearsal`, its
memory lies in large `pages`, and from it, for each submission, an `examiner` and a `candidate` are forked.

The examiner's side: `examiner` goes through the notebook, `testing` runs a test cell and gives its verdict, `standin` is what a test cell
calls, `desk` carries the call over the wire, `arguments` packs what is handed in, `candidates` and `porter` keep a candidate alive,
`outputs` cleans what it wrote, `probing` asks what went wrong once the verdicts stand.
The student's side: `candidate` answers, in a `shell`, with a `pristine` guard, inside the `sandbox` (`mounts`, `limits`, `seccomp`,
`linux`).
Between them: `wire` (messages), `values` and `tensors` (what may pass).
"""
