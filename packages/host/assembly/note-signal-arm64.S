// note-signal-x64.S, for arm64.

        .text
        .globl note_signal
note_signal:
.Lstart:
        adr     x9, .Lstart+NOTED_DATA
        ldr     x10, [x9, #NOTED_PREVIOUS]
        cbz     x10, note
        ldr     w11, [x1, #SIGINFO_SI_CODE]
        cmp     w11, #0
        b.le    note
        br      x10
note:
        ldr     x10, [x9, #NOTED_WORDS]
        sub     w11, w0, #1
        mov     x12, #1
        lsl     x12, x12, x11
retry:
        ldaxr   x13, [x10]
        orr     x13, x13, x12
        stlxr   w14, x13, [x10]
        cbnz    w14, retry
        ldr     x10, [x9, #NOTED_THREAD]
        ldr     w1, [x10]
        ldr     w0, [x9, #NOTED_PROCESS]
        ldr     w2, [x9, #NOTED_WAKE]
        mov     x8, #SYS_tgkill
        svc     #0
        ret
