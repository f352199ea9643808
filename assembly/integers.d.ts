// Lets tsc read layout/, which asc reads too: AssemblyScript's integer types are numbers to the host.
declare type i32 = number;
declare type u32 = number;
declare type usize = number;
