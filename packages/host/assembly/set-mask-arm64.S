// set-mask-x64.S, for arm64.

        .text
        .globl set_mask
set_mask:
        ldr     w3, [x1, #SIGINFO_SI_CODE]
        mov     w4, #SI_QUEUE
        cmp     w3, w4
        b.ne    end
        ldr     x3, [x1, #SIGINFO_SI_VALUE]
        ldr     x4, [x3]
        str     x4, [x2, #UCONTEXT_UC_SIGMASK]
        add     x3, x3, #8
retry:
        ldaxr   w4, [x3]
        add     w4, w4, #1
        stlxr   w5, w4, [x3]
        cbnz    w5, retry
end:
        ret
